-- What a transaction has made so far, and the same laid down again in another one.
-- The functions run as superuser: row-level security hides nothing from them, and triggers and
-- foreign keys do not look twice at rows that were made by the real steps.

-- Sequences count on whatever is rolled back; these must be there before the first story.
SELECT reference_next_number(series, year)
FROM unnest(ARRAY['TA', 'PL', 'IK', 'DD', 'PP', 'AL', 'AJ']) series, generate_series(2026, 2029) year;

CREATE SCHEMA stock;
GRANT USAGE ON SCHEMA stock TO PUBLIC;

-- The tables outside of the reference data, and how their rows are read, found and made.
CREATE TABLE stock.kind AS
SELECT c.oid::regclass AS kind,
    format(
        'SELECT %L, jsonb_build_object(%s)::text, to_jsonb(t)::text FROM %s t',
        c.oid::regclass,
        string_agg(format('%L, t.%I', a.attname, a.attname), ', ')
            FILTER (WHERE a.attnum = ANY(i.indkey)),
        c.oid::regclass
    ) AS reading,
    string_agg(format('t.%I = gone.%1$I', a.attname), ' AND ')
        FILTER (WHERE a.attnum = ANY(i.indkey)) AS found_by,
    string_agg(quote_ident(a.attname), ', ') FILTER (WHERE a.attgenerated = '') AS columns
FROM pg_class c
JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
    AND c.relname !~ '^(reference|django|auth|toy)_'
GROUP BY c.oid;

-- Every table, whose changes in this transaction are counted.
CREATE TABLE stock.watched AS
SELECT oid FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace;

-- Return how often a row was made, changed or removed in this transaction.
CREATE FUNCTION stock.written() RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    RETURN (
        SELECT sum(pg_stat_get_xact_tuples_inserted(oid) + pg_stat_get_xact_tuples_updated(oid)
            + pg_stat_get_xact_tuples_deleted(oid)) FROM stock.watched
    );
END $$;

-- Return every row outside of the reference data: its table, its key and itself.
CREATE FUNCTION stock.take() RETURNS TABLE (place text, key text, content text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE one text;
BEGIN
    FOR one IN SELECT reading FROM stock.kind LOOP
        RETURN QUERY EXECUTE one;
    END LOOP;
END $$;

-- Put rows in their tables: {table: {"out": [keys], "in": [rows]}}.
CREATE FUNCTION stock.lay(parts jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public SET session_replication_role = replica AS $$
DECLARE one record;
BEGIN
    FOR one IN SELECT k.*, p.value AS part
        FROM jsonb_each(parts) p JOIN stock.kind k ON k.kind = p.key::regclass
    LOOP
        IF jsonb_array_length(one.part -> 'out') > 0 THEN
            EXECUTE format(
                'DELETE FROM %s t USING jsonb_populate_recordset(NULL::%1$s, $1) gone WHERE %s',
                one.kind, one.found_by
            ) USING one.part -> 'out';
        END IF;
        EXECUTE format(
            'INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE'
            ' SELECT %2$s FROM jsonb_populate_recordset(NULL::%1$s, $1)',
            one.kind, one.columns
        ) USING one.part -> 'in';
    END LOOP;
END $$;

-- Let every sequence go on so many numbers later.
CREATE FUNCTION stock.spread(later bigint) RETURNS void LANGUAGE sql AS $$
    SELECT setval(format('%I.%I', schemaname, sequencename), coalesce(last_value, 0) + later + 1)
    FROM pg_sequences WHERE schemaname = 'public'
$$;

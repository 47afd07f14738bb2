-- What a transaction has made so far, and the same laid down again in another one.
-- The functions run as superuser: row-level security hides nothing from them, and triggers and
-- foreign keys do not look twice at rows that were made by the real steps.

-- Sequences count on whatever is rolled back; these must be there before the first story.
SELECT reference_next_number(series, year)
FROM unnest(ARRAY['TA', 'PL', 'IK', 'DD', 'PP', 'AL', 'AJ']) series, generate_series(2026, 2029) year;

CREATE SCHEMA stock;
GRANT USAGE ON SCHEMA stock TO PUBLIC;

CREATE FUNCTION stock.kinds() RETURNS TABLE (kind regclass, keys text[], columns text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT c.oid::regclass,
        array_agg(a.attname::text) FILTER (WHERE a.attnum = ANY(i.indkey)),
        string_agg(quote_ident(a.attname), ', ') FILTER (WHERE a.attgenerated = '')
    FROM pg_class c
    JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
        AND c.relname !~ '^(reference|django|auth|toy)_'
    GROUP BY c.oid
$$;

-- Return every row outside of the reference data: its table, its key and itself.
CREATE FUNCTION stock.take() RETURNS TABLE (place text, key text, content text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE one record;
BEGIN
    FOR one IN SELECT * FROM stock.kinds() LOOP
        RETURN QUERY EXECUTE format(
            'SELECT %L, jsonb_build_object(%s)::text, to_jsonb(t)::text FROM %s t',
            one.kind,
            (SELECT string_agg(format('%L, t.%I', name, name), ', ') FROM unnest(one.keys) name),
            one.kind
        );
    END LOOP;
END $$;

-- Put rows in their tables: {table: {"out": [keys], "in": [rows]}}.
CREATE FUNCTION stock.lay(parts jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public SET session_replication_role = replica AS $$
DECLARE one record;
BEGIN
    FOR one IN SELECT k.*, p.value AS part FROM stock.kinds() k
        JOIN jsonb_each(parts) p ON p.key::regclass = k.kind
    LOOP
        IF jsonb_array_length(one.part -> 'out') > 0 THEN
            EXECUTE format(
                'DELETE FROM %s t USING jsonb_populate_recordset(NULL::%1$s, $1) gone WHERE %s',
                one.kind,
                (SELECT string_agg(format('t.%I = gone.%I', name, name), ' AND ')
                 FROM unnest(one.keys) name)
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

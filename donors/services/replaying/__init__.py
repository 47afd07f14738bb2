"""What the ledger says of each thing that is stored beside it, column by column."""

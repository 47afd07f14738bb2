"""What other rooms may ask of reference data; one file per subject."""

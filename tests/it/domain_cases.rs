//! Every row of domain-cases.tsv.

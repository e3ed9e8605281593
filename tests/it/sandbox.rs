//! The sandbox against its contract, openapi.yaml.

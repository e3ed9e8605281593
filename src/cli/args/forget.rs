//! The arguments of `forget`.

/// What `forget` is given.
#[derive(Clone, Debug, PartialEq, Eq, clap::Args)]
pub struct ForgetArgs {
    /// The domain to forget; without it, all of them
    #[arg(value_name = "DOMAIN")]
    pub domain: Option<String>,

    /// Print one JSON document; errors too, on standard error
    #[arg(long)]
    pub json: bool,
}

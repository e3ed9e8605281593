//! The formats in which records can be exported as text. The `export` module writes them.

use super::copy::ExportCounts;

/// An export format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum ExportFormat {
    /// A DNS master file (RFC 1035 section 5).
    Zone,
    /// The program's own JSON document.
    Json,
    /// A table for spreadsheets (RFC 4180).
    Csv,
    /// Terraform for Cloudflare.
    TerraformCloudflare,
    /// Terraform for Route 53.
    TerraformRoute53,
    /// Terraform `locals`, for any provider.
    #[strum(to_string = "terraform")]
    TerraformLocals,
    /// `DNSControl`.
    #[strum(to_string = "dnscontrol")]
    DnsControl,
    /// octoDNS.
    #[strum(to_string = "octodns")]
    OctoDns,
    /// A table and the values in Markdown.
    Markdown,
    /// A plain text message to the person who manages the DNS.
    Message,
    /// The same message in Markdown.
    MessageMarkdown,
}

impl ExportFormat {
    /// All formats, in the order in which they are offered.
    pub const ALL: [Self; 11] = [
        Self::Zone,
        Self::Message,
        Self::MessageMarkdown,
        Self::Markdown,
        Self::Csv,
        Self::Json,
        Self::TerraformCloudflare,
        Self::TerraformRoute53,
        Self::TerraformLocals,
        Self::DnsControl,
        Self::OctoDns,
    ];

    /// The name of the format on the command line.
    pub fn code(self) -> &'static str {
        self.into()
    }

    /// The name of the format for users.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Zone => "Zone file",
            Self::Json => "JSON",
            Self::Csv => "CSV",
            Self::TerraformCloudflare => "Terraform, Cloudflare",
            Self::TerraformRoute53 => "Terraform, Route 53",
            Self::TerraformLocals => "Terraform, locals",
            Self::DnsControl => "DNSControl",
            Self::OctoDns => "octoDNS",
            Self::Markdown => "Markdown",
            Self::Message => "Message, plain text",
            Self::MessageMarkdown => "Message, Markdown",
        }
    }

    /// One sentence on when to use the format.
    pub const fn description(self) -> &'static str {
        match self {
            Self::Zone => "For DNS providers and name servers that import zone files (BIND format).",
            Self::Json => "For scripts: a stable, versioned document.",
            Self::Csv => "For spreadsheets.",
            Self::TerraformCloudflare => "Resources for Terraform's Cloudflare provider.",
            Self::TerraformRoute53 => "Resources for Terraform's AWS provider.",
            Self::TerraformLocals => "The records as Terraform locals, for any provider.",
            Self::DnsControl => "A D_EXTEND block for dnsconfig.js.",
            Self::OctoDns => "Entries for a zone's YAML file.",
            Self::Markdown => "For notes, wikis and tickets.",
            Self::Message => "To send to whoever manages the DNS of this domain.",
            Self::MessageMarkdown => "The same message for tickets and chats that support Markdown.",
        }
    }

    /// The file name extension, with its dot.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Zone => ".zone",
            Self::Json => ".json",
            Self::Csv => ".csv",
            Self::TerraformCloudflare | Self::TerraformRoute53 | Self::TerraformLocals => ".tf",
            Self::DnsControl => ".js",
            Self::OctoDns => ".yaml",
            Self::Markdown | Self::MessageMarkdown => ".md",
            Self::Message => ".txt",
        }
    }

    /// Finds a format by its name on the command line.
    pub fn from_code(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.code() == key)
    }
}

/// Exported records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportOutput {
    /// The exported text. It ends with a line end.
    pub text: String,
    /// How many records it contains, and how many of them as comments only.
    pub counts: ExportCounts,
    /// Warnings to show before the export is used, one sentence each, such as a cell that a spreadsheet would execute.
    pub warnings: Vec<String>,
}

impl ExportOutput {
    /// The size of the text and the number of records in it.
    pub fn summary_line(&self) -> String {
        format!("{} bytes, {}.", self.text.len(), self.counts.label())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_parses_from_its_code() {
        for format in ExportFormat::ALL {
            assert_eq!(ExportFormat::from_code(format.code()), Some(format));
        }
        assert_eq!(ExportFormat::from_code("table"), None);
    }
}

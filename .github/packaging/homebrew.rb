class AutosendDomains < Formula
  desc "Add and verify AutoSend sending domains from the terminal"
  homepage "https://autosend.com"
  version "@VERSION@"
  license "MIT"

  on_macos do
    on_arm do
      url "@URL@/autosend-domains-aarch64-apple-darwin.tar.gz"
      sha256 "@SHA_MAC_ARM@"
    end
    on_intel do
      url "@URL@/autosend-domains-x86_64-apple-darwin.tar.gz"
      sha256 "@SHA_MAC_INTEL@"
    end
  end
  on_linux do
    on_arm do
      url "@URL@/autosend-domains-aarch64-unknown-linux-gnu.tar.gz"
      sha256 "@SHA_LINUX_ARM@"
    end
    on_intel do
      url "@URL@/autosend-domains-x86_64-unknown-linux-gnu.tar.gz"
      sha256 "@SHA_LINUX_INTEL@"
    end
  end

  def install
    bin.install "autosend-domains"
    man1.install Dir["man/*.1"]
    bash_completion.install "autosend-domains.bash" => "autosend-domains"
    zsh_completion.install "_autosend-domains"
    fish_completion.install "autosend-domains.fish"
  end

  test do
    assert_match version.to_s, shell_output("#{bin}/autosend-domains --version")
  end
end

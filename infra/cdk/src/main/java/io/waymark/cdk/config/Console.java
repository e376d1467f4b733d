package io.waymark.cdk.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A console to put in front of the API; `-c console=…`.
///
/// @param folder of the built site
public record Console(Path folder, Optional<Domain> domain) {
  private static final String PAGE = "index.html";

  public Console {
    if (!Files.isRegularFile(folder.resolve(PAGE))) {
      throw Context.wrong(
          "console",
          folder.toString(),
          "the folder of a built site, with "
              + PAGE
              + "; there is none in "
              + folder.toAbsolutePath());
    }
  }

  /// A name of the operator's own.
  ///
  /// @param certificateArn of AWS Certificate Manager in us-east-1, where CloudFront looks for it
  public record Domain(String name, String certificateArn) {
    static final String REGION = "us-east-1";

    public String origin() {
      return "https://" + name;
    }
  }
}

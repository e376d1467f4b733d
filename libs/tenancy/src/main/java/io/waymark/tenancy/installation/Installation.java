package io.waymark.tenancy.installation;

import java.util.regex.Pattern;

/// One deployment of Waymark, and the names that follow from it.
///
/// @param stage like `dev` or `prod`; 1–12 of `a-z` and `0-9`
/// @param account the AWS account, twelve digits
public record Installation(String stage, String account, String region) {
  /// The first field of a usage line: what tells it from every line of a log.
  public static final String USAGE_FIELD = "waymark_usage";

  private static final Pattern STAGE = Pattern.compile("[a-z0-9]{1,12}");

  public Installation {
    if (!STAGE.matcher(stage).matches()) {
      throw new IllegalArgumentException("stage must be 1-12 of a-z and 0-9");
    }
  }

  /// `waymark-<stage>-<purpose>`.
  public String name(Table table) {
    return "waymark-" + stage + "-" + table.purpose();
  }

  /// `waymark-<stage>-<account>-<region>-<purpose>`.
  public String name(Bucket bucket) {
    return "waymark-" + stage + "-" + account + "-" + region + "-" + bucket.purpose();
  }

  /// `waymark-<stage>-<handler>`: the function's name in API calls and logs.
  public String name(Handler handler) {
    return "waymark-" + stage + "-" + handler.shortName();
  }

  /// `waymark-<stage>-events`: the stream producers write to.
  public String streamName() {
    return "waymark-" + stage + "-events";
  }

  /// `waymark-<stage>-usage`: the delivery stream that gathers usage lines into files.
  public String usageStreamName() {
    return "waymark-" + stage + "-usage";
  }

  /// The secret of the private keys that sign tokens.
  public String signingKeysSecret() {
    return "waymark/" + stage + "/signing-keys";
  }

  /// The parameter of their public halves.
  public String jwksParameter() {
    return "/waymark/" + stage + "/jwks";
  }

  /// The secure parameter of the key that signs the names of recommendations: base64 of 32 bytes.
  public String recommendationIdKeyParameter() {
    return "/waymark/" + stage + "/recommendation-id-key";
  }

  /// The secure parameter of the key that seals the secrets of second factors: base64 of 32 bytes.
  public String secondFactorKeyParameter() {
    return "/waymark/" + stage + "/second-factor-key";
  }

  /// `urn:waymark:<stage>`: issuer and audience of its tokens.
  public String issuer() {
    return "urn:waymark:" + stage;
  }
}

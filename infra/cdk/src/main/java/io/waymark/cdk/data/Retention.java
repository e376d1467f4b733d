package io.waymark.cdk.data;

import io.waymark.cdk.config.Removal;
import software.amazon.awscdk.RemovalPolicy;

/// What becomes of data when its stack goes.
///
/// @param guarded whether resources refuse to be deleted by themselves
record Retention(RemovalPolicy policy, boolean guarded) {
  static Retention of(Removal removal) {
    return switch (removal) {
      case RETAIN -> new Retention(RemovalPolicy.RETAIN, true);
      case DESTROY -> new Retention(RemovalPolicy.DESTROY, false);
    };
  }
}

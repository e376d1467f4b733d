package io.waymark.edge;

import com.amazonaws.services.lambda.runtime.Context;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.function.aws.DefaultDiagnosticInfoPopulator;
import io.micronaut.function.aws.DiagnosticInfoPopulator;
import jakarta.inject.Singleton;

/// Leaves the fields of log lines to [io.waymark.edge.telemetry.LogFields]: the framework's stay
/// behind when the invocation has ended.
@Singleton
@Replaces(DefaultDiagnosticInfoPopulator.class)
final class NoDiagnosticInfo implements DiagnosticInfoPopulator {
  @Override
  public void populateMappingDiagnosticContextValues(Context context) {}

  @Override
  public void populateMappingDiagnosticContextWithXrayTraceId() {}
}

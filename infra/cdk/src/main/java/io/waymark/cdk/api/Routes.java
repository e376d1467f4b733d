package io.waymark.cdk.api;

import io.waymark.tenancy.installation.Deployable;
import java.util.Map;
import java.util.Objects;
import software.amazon.awscdk.services.apigateway.IResource;
import software.amazon.awscdk.services.apigateway.Integration;
import software.amazon.awscdk.services.apigateway.MethodOptions;

/// Makes API Gateway's resources from the tree of routes. Every method goes to the function, which
/// answers 405 itself and names the methods it has.
final class Routes {
  private static final String ANY = "ANY";

  private final Map<Deployable, Integration> integrations;
  private final MethodOptions options;

  Routes(Map<Deployable, Integration> integrations, MethodOptions options) {
    this.integrations = Map.copyOf(integrations);
    this.options = options;
  }

  void addTo(IResource resource, RouteTree tree) {
    tree.serving().ifPresent(function -> resource.addMethod(ANY, integration(function), options));
    tree.servingBelow()
        .ifPresent(
            function ->
                resource
                    .addResource(RouteTree.BELOW)
                    .addMethod(ANY, integration(function), options));
    tree.children().forEach((segment, child) -> addTo(resource.addResource(segment), child));
  }

  private Integration integration(Deployable function) {
    return Objects.requireNonNull(integrations.get(function), function.artifact());
  }
}

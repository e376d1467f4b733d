package io.waymark.cdk.api;

import io.waymark.tenancy.installation.Deployable;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import software.amazon.awscdk.services.apigateway.IModel;
import software.amazon.awscdk.services.apigateway.IRequestValidator;
import software.amazon.awscdk.services.apigateway.IResource;
import software.amazon.awscdk.services.apigateway.Integration;
import software.amazon.awscdk.services.apigateway.MethodOptions;

/// Makes API Gateway's resources from the tree of routes. Every method goes to the function, which
/// answers 405 itself and names the methods it has. What is variable in a path must be there, and
/// the bodies of [JsonBody] must be JSON objects.
final class Routes {
  private static final String ANY = "ANY";
  private static final String JSON = "application/json";

  /// `{id}`, and `{proxy+}`.
  private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)\\+?}");

  private final Map<Deployable, Integration> integrations;
  private final Validation validation;

  /// How requests are looked at.
  ///
  /// @param object of a body that is a JSON object
  record Validation(IRequestValidator validator, IModel object) {}

  Routes(Map<Deployable, Integration> integrations, Validation validation) {
    this.integrations = Map.copyOf(integrations);
    this.validation = validation;
  }

  void addTo(IResource resource, RouteTree tree) {
    tree.serving().ifPresent(function -> addMethods(resource, tree.path(), function));
    tree.servingBelow()
        .ifPresent(
            function ->
                resource
                    .addResource(RouteTree.BELOW)
                    .addMethod(
                        ANY,
                        integration(function),
                        options(tree.path() + "/" + RouteTree.BELOW).build()));
    tree.children().forEach((segment, child) -> addTo(resource.addResource(segment), child));
  }

  private void addMethods(IResource resource, String path, Deployable function) {
    resource.addMethod(ANY, integration(function), options(path).build());
    for (String method : JsonBody.methodsAt(path)) {
      resource.addMethod(
          method,
          integration(function),
          options(path).requestModels(Map.of(JSON, validation.object())).build());
    }
  }

  private MethodOptions.Builder options(String path) {
    Map<String, Boolean> required = new TreeMap<>();
    VARIABLE
        .matcher(path)
        .results()
        .forEach(name -> required.put("method.request.path." + name.group(1), true));
    MethodOptions.Builder options =
        MethodOptions.builder().requestValidator(validation.validator());
    return required.isEmpty() ? options : options.requestParameters(required);
  }

  private Integration integration(Deployable function) {
    return Objects.requireNonNull(integrations.get(function), function.artifact());
  }
}

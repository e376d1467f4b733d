package io.waymark.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The document that `recommend` serves, against the controllers of all functions.
class OpenApiTest {
  private static final String HTTP = "io.micronaut.http.annotation.";
  private static final Set<String> METHODS = Set.of("Get", "Post", "Put", "Patch", "Delete");

  private static final Path FILE =
      Sources.ROOT.resolve("functions/recommend/target/classes/openapi/openapi.json");
  private static final SwaggerParseResult PARSED =
      new OpenAPIV3Parser().readLocation(FILE.toUri().toString(), null, new ParseOptions());
  private static final OpenAPI DOCUMENT = Objects.requireNonNull(PARSED.getOpenAPI());
  private static final Map<String, Operation> OPERATIONS = operations();

  @Test
  void isAValidDocument() {
    assertThat(PARSED.getMessages()).isEmpty();
    assertThat(DOCUMENT.getOpenapi()).startsWith("3.");
  }

  @Test
  void describesTheRoutesThatControllersHaveAndNoOthers() {
    Set<String> routes = new TreeSet<>();
    for (JavaClass type : Sources.CLASSES) {
      if (type.isAnnotatedWith(HTTP + "Controller")
          && Sources.FUNCTIONS.stream()
              .anyMatch(function -> type.getPackageName().startsWith("io.waymark." + function))) {
        type.getMethods().forEach(method -> routes.addAll(routes(type, method)));
      }
    }
    assertThat(routes).hasSizeGreaterThan(40);
    assertThat(OPERATIONS.keySet()).containsExactlyElementsOf(routes);
  }

  @Test
  void saysOfEveryOperationWhatItDoesAndWhatItTakes() {
    Set<String> tags = new TreeSet<>();
    DOCUMENT.getTags().forEach(tag -> tags.add(tag.getName()));
    assertThat(DOCUMENT.getTags()).allSatisfy(tag -> assertThat(tag.getDescription()).isNotBlank());
    OPERATIONS.forEach(
        (route, operation) -> {
          assertThat(operation.getSummary()).as(route).isNotBlank();
          assertThat(operation.getSecurity()).as(route).isNotNull();
          assertThat(operation.getTags()).as(route).hasSize(1);
          assertThat(tags).as(route).containsAll(operation.getTags());
          for (Parameter parameter : parameters(operation)) {
            String name = route + " " + parameter.getName();
            assertThat(parameter.getName()).isNotEqualTo("principal");
            assertThat(parameter.getDescription()).as(name).isNotBlank();
          }
        });
  }

  @Test
  void namesOnlySchemesThatItDescribes() {
    Set<String> schemes = DOCUMENT.getComponents().getSecuritySchemes().keySet();
    assertThat(schemes).containsExactlyInAnyOrder("bearer", "api_key");
    OPERATIONS
        .values()
        .forEach(
            operation ->
                operation
                    .getSecurity()
                    .forEach(needs -> assertThat(schemes).containsAll(needs.keySet())));
  }

  @Test
  void answersEveryErrorWithAProblem() {
    OPERATIONS.forEach(
        (route, operation) -> {
          Map<String, ApiResponse> responses = operation.getResponses();
          assertThat(responses).as(route).containsKeys("429", "default");
          boolean secured = !operation.getSecurity().isEmpty();
          if (secured) {
            assertThat(responses).as(route).containsKey("401");
          }
          if (operation.getRequestBody() != null) {
            assertThat(responses).as(route).containsKeys("400", "413");
          }
          responses.forEach(
              (code, response) -> {
                // Health answers with its checks, whatever they say.
                boolean health = route.contains("/health") && code.equals("503");
                if (code.charAt(0) >= '4' && !health) {
                  assertThat(resolved(response).getContent())
                      .as(route + " " + code)
                      .containsOnlyKeys("application/problem+json");
                }
              });
        });
  }

  @Test
  void leavesNoAnswerAndNoBodyWithoutAShape() {
    OPERATIONS.forEach(
        (route, operation) -> {
          if (operation.getRequestBody() != null) {
            operation
                .getRequestBody()
                .getContent()
                .forEach((type, content) -> assertShape(route + " body", content.getSchema()));
          }
          operation
              .getResponses()
              .forEach(
                  (code, response) -> {
                    if (resolved(response).getContent() != null) {
                      resolved(response)
                          .getContent()
                          .forEach(
                              (type, content) ->
                                  assertShape(route + " " + code, content.getSchema()));
                    }
                  });
        });
    DOCUMENT.getComponents().getSchemas().forEach(OpenApiTest::assertShape);
  }

  /// What has none: a tensor's values are the model's business, an item may have any attribute.
  @Test
  void boundsEveryValueOfARequest() {
    Set<String> unbounded = new TreeSet<>();
    OPERATIONS.forEach(
        (route, operation) -> {
          for (Parameter parameter : parameters(operation)) {
            unbounded.addAll(unbounded(route + " " + parameter.getName(), parameter.getSchema()));
          }
          if (operation.getRequestBody() != null) {
            operation
                .getRequestBody()
                .getContent()
                .values()
                .forEach(content -> unbounded.addAll(unbounded(route, content.getSchema())));
          }
        });
    assertThat(unbounded).containsExactly("Item", "Tensors");
  }

  /// Where in `schema` a value has no bounds, or fields may stand that nobody knows.
  private static List<String> unbounded(String where, Schema<?> schema) {
    List<String> found = new ArrayList<>();
    if (schema.get$ref() != null) {
      String name = schema.get$ref().substring(schema.get$ref().lastIndexOf('/') + 1);
      return unbounded(
          name, Objects.requireNonNull(DOCUMENT.getComponents().getSchemas().get(name), name));
    }
    Stream.of(schema.getAllOf(), schema.getOneOf())
        .filter(Objects::nonNull)
        .flatMap(List::stream)
        .forEach(part -> found.addAll(unbounded(where, part)));
    boolean bounded =
        switch (String.valueOf(schema.getType())) {
          case "string" ->
              schema.getEnum() != null
                  || schema.getMaxLength() != null
                  || Set.of("uuid", "date-time").contains(String.valueOf(schema.getFormat()));
          case "integer", "number" -> schema.getMinimum() != null && schema.getMaximum() != null;
          case "array" -> schema.getMaxItems() != null;
          case "object" ->
              schema.getMaxProperties() != null
                  || Boolean.FALSE.equals(schema.getAdditionalProperties());
          default -> true;
        };
    if (!bounded) {
      found.add(where);
    }
    properties(schema).forEach((name, field) -> found.addAll(unbounded(where + "." + name, field)));
    if (schema.getItems() != null) {
      found.addAll(unbounded(where + "[]", schema.getItems()));
    }
    if (schema.getAdditionalProperties() instanceof Schema<?> values) {
      found.addAll(unbounded(where + "{}", values));
    }
    return found;
  }

  @Test
  void writesFieldsInSnakeCase() {
    DOCUMENT
        .getComponents()
        .getSchemas()
        .forEach(
            (name, schema) -> {
              assertThat(name).matches("[A-Z][A-Za-z0-9]*").doesNotContain("Controller");
              for (Object field : properties(schema).keySet()) {
                assertThat((String) field).as(name).matches("[a-z][a-z0-9_]*");
              }
            });
  }

  private static void assertShape(String where, Schema<?> schema) {
    assertThat(schema).as(where).isNotNull();
    boolean shaped =
        schema.get$ref() != null
            || schema.getType() != null
            || schema.getOneOf() != null
            || schema.getAllOf() != null;
    assertThat(shaped).as(where + " is " + schema).isTrue();
    properties(schema).forEach((name, field) -> assertShape(where + "." + name, field));
    if (schema.getItems() != null) {
      assertShape(where + "[]", schema.getItems());
    }
    if (schema.getAdditionalProperties() instanceof Schema<?> values) {
      assertShape(where + "{}", values);
      assertThat(values.getType() == null || !values.getType().equals("object"))
          .as(where + " maps to objects without a shape")
          .isTrue();
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // the parser's schemas are raw
  private static Map<String, Schema<?>> properties(Schema<?> schema) {
    return schema.getProperties() == null ? Map.of() : (Map) schema.getProperties();
  }

  private static List<Parameter> parameters(Operation operation) {
    return operation.getParameters() == null ? List.of() : operation.getParameters();
  }

  private static ApiResponse resolved(ApiResponse response) {
    String reference = response.get$ref();
    return reference == null
        ? response
        : Objects.requireNonNull(
            DOCUMENT
                .getComponents()
                .getResponses()
                .get(reference.substring(reference.lastIndexOf('/') + 1)),
            reference);
  }

  private static Map<String, Operation> operations() {
    Map<String, Operation> operations = new TreeMap<>();
    DOCUMENT
        .getPaths()
        .forEach(
            (path, item) ->
                item.readOperationsMap()
                    .forEach((method, each) -> operations.put(method.name() + " " + path, each)));
    return operations;
  }

  /// As `GET /api/v1/items/{id}/similar`; none of what is not for callers.
  private static List<String> routes(JavaClass controller, JavaMethod method) {
    if (method.isAnnotatedWith("io.swagger.v3.oas.annotations.Hidden")) {
      return List.of();
    }
    String base = text(controller.getAnnotationOfType(HTTP + "Controller"), "value");
    List<String> routes = new ArrayList<>();
    for (JavaAnnotation<?> annotation : method.getAnnotations()) {
      String verb = annotation.getRawType().getSimpleName();
      if (annotation.getRawType().getName().equals(HTTP + verb) && METHODS.contains(verb)) {
        Stream.concat(
                Stream.of(text(annotation, "value"), text(annotation, "uri"))
                    .filter(path -> !path.isEmpty() && !path.equals("/")),
                Stream.of((String[]) annotation.get("uris").orElse(new String[0]))
                    .filter(path -> !path.equals("/")))
            .map(path -> route(verb, base, path))
            .forEach(routes::add);
        if (routes.isEmpty()) {
          routes.add(route(verb, base, ""));
        }
      }
    }
    return routes;
  }

  private static String route(String verb, String base, String path) {
    return verb.toUpperCase(Locale.ROOT) + " " + (base.equals("/") ? "" : base) + path;
  }

  private static String text(JavaAnnotation<?> annotation, String member) {
    return (String) annotation.get(member).orElse("");
  }
}

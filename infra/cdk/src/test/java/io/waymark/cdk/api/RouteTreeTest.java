package io.waymark.cdk.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.tenancy.installation.Deployable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RouteTreeTest {
  private static final RouteTree TREE = RouteTree.ofAllFunctions();

  @Test
  void apiGatewaySendsEachPathToWhomTheEmbeddedServiceSendsIt() {
    Stream<String> templates =
        Arrays.stream(Deployable.values()).flatMap(function -> function.paths().stream());
    List<String> paths =
        templates
            .map(template -> template.replaceAll("\\{[^}]*}", "x-1"))
            .flatMap(path -> Stream.of(path, path + "/a", path + "/a/b", path + "/train/b"))
            .toList();
    assertThat(paths).hasSizeGreaterThan(90);
    for (String path : paths) {
      assertThat(served(path)).as(path).isEqualTo(Deployable.serving(path));
    }
  }

  @Test
  void aPathOfNobodyIsApiGatewaysToRefuse() {
    for (String path : List.of("/", "/api", "/api/v1", "/api/v1/recommendations", "/metrics")) {
      assertThat(served(path)).as(path).isEmpty();
    }
  }

  @Test
  void noNodeHasTwoVariableSegmentsBelow() {
    assertVariableOnce(TREE);
  }

  private static void assertVariableOnce(RouteTree node) {
    long variable =
        node.children().keySet().stream().filter(segment -> segment.startsWith("{")).count();
    assertThat(variable + (node.servingBelow().isPresent() ? 1 : 0))
        .as(node.path())
        .isLessThanOrEqualTo(1);
    node.children().values().forEach(RouteTreeTest::assertVariableOnce);
  }

  /// As API Gateway chooses: the named segment, else the variable one, else `{proxy+}`; it does not
  /// turn back.
  private static Optional<Deployable> served(String path) {
    RouteTree at = TREE;
    for (String segment : path.substring(1).split("/")) {
      Optional<RouteTree> next = child(at, segment);
      if (next.isEmpty()) {
        return at.servingBelow();
      }
      at = next.orElseThrow();
    }
    return at.serving();
  }

  private static Optional<RouteTree> child(RouteTree node, String segment) {
    return Optional.ofNullable(node.children().get(segment))
        .or(
            () ->
                node.children().entrySet().stream()
                    .filter(child -> child.getKey().startsWith("{"))
                    .map(Map.Entry::getValue)
                    .findFirst());
  }
}

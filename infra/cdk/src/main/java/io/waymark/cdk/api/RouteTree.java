package io.waymark.cdk.api;

import io.waymark.tenancy.installation.Deployable;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The paths of all functions as API Gateway's resources: a tree by segment, each node served by
/// whom [Deployable#serving] says. API Gateway knows no prefixes, so a node that is served also
/// serves what is below it by `{proxy+}`, except where a named segment is; and it allows one
/// variable segment below a node, so where the paths name one, that takes the place of `{proxy+}`.
///
/// A route whose body is looked at has a node of its own ([JsonBody]).
///
/// @param path from the root, empty at the root itself
/// @param children by segment
/// @param open whether there may be routes below it that no child names
record RouteTree(String path, Map<String, RouteTree> children, boolean open) {
  static final String BELOW = "{proxy+}";

  /// Of the paths of every function.
  static RouteTree ofAllFunctions() {
    RouteTree root = new RouteTree("", new TreeMap<>(), true);
    Arrays.stream(Deployable.values())
        .flatMap(deployable -> deployable.paths().stream())
        .forEach(path -> root.add(path, true));
    JsonBody.ALL.forEach(body -> root.add(body.path(), body.deeper()));
    return root;
  }

  /// Who serves this very path; empty for a node that only leads to others.
  Optional<Deployable> serving() {
    return Deployable.serving(path);
  }

  /// Who serves the paths below that no child names.
  Optional<Deployable> servingBelow() {
    boolean variable = children.keySet().stream().anyMatch(segment -> segment.startsWith("{"));
    return variable || !open ? Optional.empty() : serving();
  }

  /// What is there already stays as it is.
  private void add(String template, boolean open) {
    RouteTree at = this;
    for (String segment : template.substring(1).split("/")) {
      RouteTree parent = at;
      String path = parent.path + "/" + segment;
      at =
          parent.children.computeIfAbsent(
              segment, _ -> new RouteTree(path, new TreeMap<>(), open || !path.equals(template)));
    }
  }
}

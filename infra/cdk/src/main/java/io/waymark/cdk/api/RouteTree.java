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
/// @param path from the root, empty at the root itself
/// @param children by segment
record RouteTree(String path, Map<String, RouteTree> children) {
  static final String BELOW = "{proxy+}";

  /// Of the paths of every function.
  static RouteTree ofAllFunctions() {
    RouteTree root = new RouteTree("", new TreeMap<>());
    Arrays.stream(Deployable.values())
        .flatMap(deployable -> deployable.paths().stream())
        .forEach(root::add);
    return root;
  }

  /// Who serves this very path; empty for a node that only leads to others.
  Optional<Deployable> serving() {
    return Deployable.serving(path);
  }

  /// Who serves the paths below that no child names.
  Optional<Deployable> servingBelow() {
    boolean variable = children.keySet().stream().anyMatch(segment -> segment.startsWith("{"));
    return variable ? Optional.empty() : serving();
  }

  private void add(String template) {
    RouteTree at = this;
    for (String segment : template.substring(1).split("/")) {
      RouteTree parent = at;
      at =
          parent.children.computeIfAbsent(
              segment, name -> new RouteTree(parent.path + "/" + name, new TreeMap<>()));
    }
  }
}

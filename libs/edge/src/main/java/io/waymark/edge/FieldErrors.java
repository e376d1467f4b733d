package io.waymark.edge;

import io.micronaut.core.convert.exceptions.ConversionErrorException;
import io.micronaut.core.naming.NameUtils;
import io.micronaut.serde.exceptions.SerdeException;
import io.micronaut.serde.exceptions.path.CollectionItemReferencePath;
import io.micronaut.serde.exceptions.path.MapItemReferencePath;
import io.micronaut.serde.exceptions.path.PropertyReferencePath;
import io.micronaut.serde.exceptions.path.ReferencePath;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Finds the fields to blame in what the framework throws while it reads a request.
final class FieldErrors {
  private static final Pattern UNKNOWN = Pattern.compile("Unknown property \\[([^]]*)]");
  private static final Pattern REQUIRED =
      Pattern.compile("Required (?:constructor parameter|property) \\[([^]]*)]");
  private static final Pattern PARAMETER = Pattern.compile(" (\\S*)\\s*$");

  static final String NO_JSON = "is not valid JSON for this request";

  /// Deeper than any chain of causes that is not a cycle.
  private static final int MAX_DEPTH = 20;

  private FieldErrors() {}

  static List<FieldError> of(Throwable thrown) {
    @Nullable Throwable cause = thrown;
    @Nullable ConversionErrorException conversion = null;
    for (int depth = 0; cause != null && depth < MAX_DEPTH; depth++, cause = cause.getCause()) {
      switch (cause) {
        case ConstraintViolationException violated -> {
          return violations(violated.getConstraintViolations());
        }
        case SerdeException unreadable -> {
          return List.of(unreadable(unreadable));
        }
        case ConversionErrorException unconvertible -> conversion = unconvertible;
        default -> {}
      }
    }
    if (conversion != null) {
      return List.of(
          new FieldError(
              NameUtils.underscoreSeparate(conversion.getArgument().getName(), true),
              reason(conversion.getConversionError().getCause())));
    }
    return List.of();
  }

  static String firstLine(String message) {
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }

  private static List<FieldError> violations(Set<? extends ConstraintViolation<?>> violations) {
    return violations.stream()
        .map(each -> new FieldError(field(each.getPropertyPath()), each.getMessage()))
        .sorted(Comparator.comparing(FieldError::field))
        .toList();
  }

  /// `ingest.batch.events[3].userId` is `events[3].user_id` to the caller: the method and its
  /// parameter are ours.
  private static String field(Path path) {
    StringBuilder field = new StringBuilder();
    String parameter = "body";
    for (Path.Node node : path) {
      switch (node.getKind()) {
        case METHOD, RETURN_VALUE, CONSTRUCTOR, CROSS_PARAMETER -> {}
        case PARAMETER -> parameter = NameUtils.underscoreSeparate(node.getName(), true);
        default -> {
          if (node.getIndex() != null) {
            field.append('[').append(node.getIndex()).append(']');
          }
          String name = String.valueOf(node.getName());
          if (!name.startsWith("<")) { // the element itself, not a property of it
            field.append(field.isEmpty() ? "" : ".");
            field.append(NameUtils.underscoreSeparate(name, true));
          }
        }
      }
    }
    return field.isEmpty() ? parameter : field.toString();
  }

  private static FieldError unreadable(SerdeException exception) {
    String message = firstLine(String.valueOf(exception.getMessage()));
    Matcher unknown = UNKNOWN.matcher(message);
    if (unknown.find()) {
      return new FieldError(asSent(exception, unknown.group(1)), "is not a field of this request");
    }
    Matcher required = REQUIRED.matcher(message);
    if (required.find()) {
      String name = NameUtils.underscoreSeparate(required.group(1), true);
      Matcher last = PARAMETER.matcher(name);
      return new FieldError(below(exception, last.find() ? last.group(1) : name), "is required");
    }
    String path = path(exception);
    return new FieldError(
        path.isEmpty() ? "body" : path, path.isEmpty() ? NO_JSON : reason(exception));
  }

  /// An unknown field by the name it has in the request; the framework's path may end in what it
  /// made of that name.
  private static String asSent(SerdeException exception, String field) {
    String path = path(exception);
    String made = NameUtils.underscoreSeparate(field, true);
    if (path.equals(made) || path.endsWith("." + made)) {
      return path.substring(0, path.length() - made.length()) + field;
    }
    return path.isEmpty() ? field : path + "." + field;
  }

  private static String below(SerdeException exception, String field) {
    String path = path(exception);
    if (path.isEmpty() || path.equals(field) || path.endsWith("." + field)) {
      return path.isEmpty() ? field : path;
    }
    return path + "." + field;
  }

  private static String path(SerdeException exception) {
    StringBuilder path = new StringBuilder();
    for (ReferencePath step : exception.getPath().reversed()) { // it begins with the innermost
      String name =
          switch (step) {
            case PropertyReferencePath property ->
                NameUtils.underscoreSeparate(property.property().getName(), true);
            case CollectionItemReferencePath item -> "[" + item.index() + "]";
            case MapItemReferencePath entry -> entry.key();
            default -> step.getArgument().getName();
          };
      path.append(path.isEmpty() || name.startsWith("[") ? "" : ".").append(name);
    }
    return path.toString();
  }

  private static String reason(Throwable cause) {
    Throwable root = cause;
    for (int depth = 0; root.getCause() != null && depth < MAX_DEPTH; depth++) {
      root = root.getCause();
    }
    String message = String.valueOf(root.getMessage());
    if ((root instanceof IllegalArgumentException && root.getMessage() != null)
        || message.startsWith(StrictJson.MUST)) {
      return firstLine(message);
    }
    return "has a value of the wrong type";
  }
}

package io.waymark.cdk;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Statements of policies with the ARNs that CloudFormation would put in, as far as they are known
/// before a deployment: those of tables and buckets, which have names. Other resources keep their
/// place in the template for a name.
record Arns(Synthesis stage) {
  Map<String, Object> resolved(JsonNode statement) {
    Map<String, Object> resolved = new HashMap<>();
    statement
        .propertyStream()
        .forEach(
            each ->
                resolved.put(
                    each.getKey(),
                    each.getKey().equals("Resource")
                        ? resources(each.getValue())
                        : plain(each.getValue())));
    return resolved;
  }

  private List<String> resources(JsonNode oneOrMore) {
    return oneOrMore.isArray()
        ? oneOrMore.valueStream().map(this::text).toList()
        : List.of(text(oneOrMore));
  }

  private static Object plain(JsonNode value) {
    if (value.isArray()) {
      return value.valueStream().map(Arns::plain).toList();
    }
    if (value.isObject()) {
      return value
          .propertyStream()
          .collect(Collectors.toMap(Map.Entry::getKey, each -> plain(each.getValue())));
    }
    return value.asText();
  }

  private String text(JsonNode value) {
    if (value.isTextual()) {
      return value.asText();
    }
    if (value.has("Fn::ImportValue")) {
      return exported(value.path("Fn::ImportValue").asText());
    }
    if (value.has("Fn::Join")) {
      return value.at("/Fn::Join/1").valueStream().map(this::text).collect(Collectors.joining());
    }
    if (value.has("Fn::GetAtt")) {
      return arn(value.at("/Fn::GetAtt/0").asText());
    }
    return switch (value.path("Ref").asText()) {
      case "AWS::Partition" -> "aws";
      case "AWS::NoValue" -> "none";
      default -> value.toString();
    };
  }

  private String exported(String name) {
    return stage.stacks().stream()
        .flatMap(stack -> stack.path("Outputs").valueStream())
        .filter(output -> output.at("/Export/Name").asText().equals(name))
        .map(output -> text(output.path("Value")))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("nobody exports " + name));
  }

  private String arn(String id) {
    JsonNode made =
        stage.stacks().stream()
            .map(stack -> stack.path("Resources").path(id))
            .filter(resource -> !resource.isMissingNode())
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no resource " + id));
    return switch (made.path("Type").asText()) {
      case "AWS::DynamoDB::Table" ->
          "arn:aws:dynamodb:eu-central-1:111111111111:table/"
              + made.at("/Properties/TableName").asText();
      case "AWS::S3::Bucket" -> "arn:aws:s3:::" + made.at("/Properties/BucketName").asText();
      default -> id;
    };
  }
}

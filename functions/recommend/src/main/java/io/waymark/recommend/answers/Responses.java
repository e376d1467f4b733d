package io.waymark.recommend.answers;

import io.waymark.edge.FieldError;
import io.waymark.edge.Problems;
import io.waymark.model.catalogue.Catalogue;
import io.waymark.model.catalogue.CatalogueItem;
import io.waymark.tenancy.ItemId;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.UserId;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Asks and puts the answer into its form on the wire.
@Singleton
final class Responses {
  private static final Duration RETRY = Duration.ofSeconds(2);

  private final Recommendations recommendations;
  private final RecommendationIds ids;
  private final Clock clock;

  Responses(Recommendations recommendations, RecommendationIds ids, Clock clock) {
    this.recommendations = recommendations;
    this.ids = ids;
    this.clock = clock;
  }

  /// @throws io.waymark.edge.ProblemException where the request is wrong or its limits cannot be
  ///   kept now
  RecommendResponse respond(TenantId tenant, RecommendRequest request) {
    Question question = Questions.parse(tenant, request);
    return switch (recommendations.answer(tenant, question)) {
      case Answer.Listed listed -> response(tenant, question, listed, request.fields());
      case Answer.BadFilter(String field, String message) -> throw Problems.invalid(field, message);
      case Answer.CannotKeepLimits(String dependency) ->
          throw Problems.unavailable(
              "the " + dependency + " that this request's limits need does not answer", RETRY);
    };
  }

  private RecommendResponse response(
      TenantId tenant, Question question, Answer.Listed listed, @Nullable List<String> fields) {
    Catalogue catalogue = listed.offer().catalogue();
    if (!listed.degraded().contains("catalogue")) {
      checkFields(fields, catalogue);
    }
    Optional<Answer.Model> model = listed.model();
    String id =
        ids.name(
            new RecommendationIds.Named(
                tenant,
                model.map(each -> each.name().value()).orElse(""),
                model.map(Answer.Model::version),
                0,
                question.placement(),
                clock.instant()));
    return new RecommendResponse(
        id,
        question.user().map(UserId::value).orElse(null),
        model
            .map(
                each ->
                    new RecommendResponse.Model(
                        each.name().value(), each.version().value(), each.algorithm()))
            .orElse(null),
        null,
        List.copyOf(listed.degraded()),
        listed.items().stream().map(item -> itemOf(item, fields, catalogue)).toList(),
        null);
  }

  private static void checkFields(@Nullable List<String> fields, Catalogue catalogue) {
    if (fields == null) {
      return;
    }
    List<FieldError> errors = new ArrayList<>();
    for (int at = 0; at < fields.size(); at++) {
      String field = fields.get(at);
      if (catalogue.attributes().keySet().stream().noneMatch(known -> known.equals(field))) {
        errors.add(
            new FieldError(
                "fields[" + at + "]",
                "must be an attribute of the catalogue: "
                    + String.join(", ", catalogue.attributes().keySet())));
      }
    }
    if (!errors.isEmpty()) {
      throw Problems.invalid(errors);
    }
  }

  private static RecommendResponse.Item itemOf(
      Recommended item, @Nullable List<String> fields, Catalogue catalogue) {
    return new RecommendResponse.Item(
        item.item().value(),
        item.score(),
        item.reason(),
        item.source().text(),
        item.because().stream().map(ItemId::value).toList(),
        fields == null ? null : values(fields, catalogue.find(item.item())));
  }

  private static Map<String, Object> values(List<String> fields, Optional<CatalogueItem> item) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (String field : fields) {
      Object value = item.map(known -> known.value(field)).orElse("");
      if (!value.equals("")) {
        values.put(field, value);
      }
    }
    return values;
  }
}

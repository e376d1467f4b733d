package io.waymark.recommend.answers;

import io.waymark.edge.FieldError;
import io.waymark.edge.Problems;
import io.waymark.edge.telemetry.Measurements;
import io.waymark.model.answers.RecommendationIds;
import io.waymark.model.catalogue.Catalogue;
import io.waymark.model.catalogue.CatalogueItem;
import io.waymark.recommend.experiments.Exposure;
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
  private final Cursors cursors;
  private final Clock clock;
  private final Figures figures;

  Responses(
      Recommendations recommendations,
      RecommendationIds ids,
      Cursors cursors,
      Clock clock,
      Measurements measurements) {
    this.recommendations = recommendations;
    this.ids = ids;
    this.cursors = cursors;
    this.clock = clock;
    this.figures = new Figures(measurements, clock);
  }

  /// @throws io.waymark.edge.ProblemException where the request is wrong or its limits cannot be
  ///   kept now
  RecommendResponse respond(TenantId tenant, RecommendRequest request) {
    Question question = Questions.parse(tenant, request);
    return switch (recommendations.answer(tenant, question, seen(tenant, question, request))) {
      case Answer.Listed listed -> {
        RecommendResponse response = response(tenant, question, listed, request.fields());
        figures.add(question.placement(), listed);
        yield response;
      }
      case Answer.BadField(String field, String message) -> throw Problems.invalid(field, message);
      case Answer.CannotKeepLimits(String dependency) ->
          throw Problems.unavailable(
              "the " + dependency + " that this request's limits need does not answer", RETRY);
    };
  }

  private Seen seen(TenantId tenant, Question question, RecommendRequest request) {
    if (request.cursor() == null) {
      return Seen.NOTHING;
    }
    return switch (cursors.read(tenant, question, request.cursor(), clock.instant())) {
      case Cursors.Read.Usable(Seen seen) -> seen;
      case Cursors.Read.Refused(String message) -> throw Problems.invalid("cursor", message);
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
                listed.exposure().map(Exposure::code).orElse(Exposure.NONE),
                question.placement(),
                clock.instant()));
    return new RecommendResponse(
        id,
        question.user().map(UserId::value).orElse(null),
        model.map(Responses::modelOf).orElse(null),
        listed
            .exposure()
            .map(each -> new RecommendResponse.Experiment(each.experiment(), each.arm()))
            .orElse(null),
        List.copyOf(listed.degraded()),
        listed.items().stream().map(item -> itemOf(item, fields, listed)).toList(),
        listed
            .next()
            .map(seen -> cursors.write(tenant, question, seen, clock.instant()))
            .orElse(null));
  }

  private static RecommendResponse.Model modelOf(Answer.Model model) {
    return new RecommendResponse.Model(
        model.name().value(), model.version().value(), model.algorithm());
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
      Recommended item, @Nullable List<String> fields, Answer.Listed listed) {
    return new RecommendResponse.Item(
        item.item().value(),
        item.score(),
        item.reason(),
        item.source().text(),
        item.because().stream().map(ItemId::value).toList(),
        fields == null ? null : values(fields, listed.offer().catalogue().find(item.item())),
        item.explanation().map(each -> explanationOf(item, each, listed)).orElse(null));
  }

  private static RecommendResponse.Explanation explanationOf(
      Recommended item, Explanation explanation, Answer.Listed listed) {
    List<RecommendResponse.Rule> rules = new ArrayList<>();
    explanation.boosts().forEach(boost -> rules.add(RecommendResponse.Rule.of(boost)));
    if (explanation.spread()) {
      rules.add(RecommendResponse.Rule.DIVERSITY);
    }
    explanation
        .pinned()
        .ifPresent(position -> rules.add(RecommendResponse.Rule.pinnedAt(position)));
    boolean byModel =
        switch (item.source()) {
          case MODEL, SESSION, SIMILAR, TRENDING, NEW -> true;
          case LATEST, PINNED, GIVEN -> false;
        };
    return new RecommendResponse.Explanation(
        item.source().text(),
        RecommendResponse.ScoreParts.of(explanation, item.score()),
        explanation.seeds().stream()
            .map(seed -> new RecommendResponse.Seed(seed.item().value(), seed.share()))
            .toList(),
        rules,
        listed.model().filter(_ -> byModel).map(Responses::modelOf).orElse(null),
        listed.exposure().filter(_ -> byModel).map(Exposure::arm).orElse(null));
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

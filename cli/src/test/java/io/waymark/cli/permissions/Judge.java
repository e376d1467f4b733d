package io.waymark.cli.permissions;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Says what a probe found out.
///
/// @param theirs the ids of the other tenant
/// @param nobodys ids of the same shape that nothing has
/// @param secrets of the other tenant, which must be in no answer but to who says them first
record Judge(Ids theirs, Ids nobodys, Set<String> secrets) {
  /// What is different in every answer, or says no more than when and which.
  private static final List<Pattern> CHANGING =
      List.of(
          Pattern.compile(
              "\"(request_id|recommendation_id|id|key|key_prefix|upload_id|url|version|job_id|event_id|next_cursor)\":\"[^\"]*\""),
          // The attacker's own by then, under the same id.
          Pattern.compile("\"removed\":\\d+"),
          Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z"),
          Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
          // S3's, which says what it would have signed.
          Pattern.compile("<AWSAccessKeyId>.*</Error>", Pattern.DOTALL),
          Pattern.compile("<RequestId>[^<]*</RequestId>"));

  /// The attacker's own, there from when its events are archived: maybe between two requests.
  private static final Pattern TRAINING_KEY =
      Pattern.compile("\\{\"store\":\"users\",\"training_key\":\"[^\"]*\"}\n");

  Judge {
    secrets = Set.copyOf(secrets);
  }

  /// What is wrong; empty where the two answers tell nothing.
  Optional<String> objection(Probe probe, Answer toTheirs, Answer toNobodys) {
    Ask ask = probe.ask().apply(theirs);
    String said = said(ask, probe.credential().apply(theirs));
    Optional<String> leaked = leaked(said, toTheirs);
    if (leaked.isPresent()) {
      return Optional.of("%s leaks %s: %s".formatted(probe, leaked.get(), toTheirs));
    }
    String one = neutral(toTheirs, theirs, probe.moving());
    String other = neutral(toNobodys, nobodys, probe.moving());
    return one.equals(other)
        ? Optional.empty()
        : Optional.of("%s %s\n  %s\nis not as of nothing\n  %s".formatted(probe, ask, one, other));
  }

  /// A secret that is in the answer and not in `said`.
  Optional<String> leaked(String said, Answer answer) {
    return secrets.stream()
        .filter(secret -> answer.body().contains(secret) || answer.headers().contains(secret))
        .filter(secret -> !said.contains(secret))
        .findAny();
  }

  private static String said(Ask ask, String credential) {
    String path = ask.path();
    String decoded =
        path.matches(".*%(?![0-9a-fA-F]{2}).*")
            ? path
            : URLDecoder.decode(path, StandardCharsets.UTF_8);
    return String.join(
            "\n",
            path,
            decoded,
            ask.body().map(Object::toString).orElse(""),
            ask.headers().toString())
        + credential;
  }

  /// What is left of an answer without the ids that were asked for.
  private static String neutral(Answer answer, Ids ids, boolean moving) {
    String text = answer.status() + " " + answer.type().toLowerCase(Locale.ROOT);
    if (moving) {
      return text;
    }
    String body = TRAINING_KEY.matcher(answer.body()).replaceAll("");
    List<Map.Entry<Kind, String>> longestFirst =
        ids.byKind().entrySet().stream()
            .sorted(Comparator.comparingInt(each -> -each.getValue().length()))
            .toList();
    for (Map.Entry<Kind, String> each : longestFirst) {
      for (String form : List.of(each.getValue(), Ask.encoded(each.getValue()))) {
        body =
            Pattern.compile(Pattern.quote(form), Pattern.CASE_INSENSITIVE)
                .matcher(body)
                .replaceAll("{" + each.getKey() + "}");
      }
    }
    for (Pattern pattern : CHANGING) {
      body = pattern.matcher(body).replaceAll("…");
    }
    return text + " " + body;
  }
}

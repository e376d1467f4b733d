package io.waymark.loadtests;

import io.gatling.app.Gatling$;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Where and how a run was made, for whoever wants to make it again.
///
/// @param stores of the service, in words
/// @param command as it was typed
record Setting(Instant started, String host, String stores, String command, Machine machine) {
  /// @param commit of this program's source, with a `+` where files differ from it
  /// @param load1 the machine's load average over a minute, before the run
  record Machine(
      int processors, String system, String java, String gatling, String commit, double load1) {
    static Machine here(Optional<Path> home) {
      return new Machine(
          Runtime.getRuntime().availableProcessors(),
          System.getProperty("os.name") + " " + System.getProperty("os.arch"),
          System.getProperty("java.vm.version"),
          Optional.ofNullable(Gatling$.class.getPackage().getImplementationVersion())
              .orElse("unknown"),
          home.flatMap(Machine::commit).orElse("unknown"),
          ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private static Optional<String> commit(Path home) {
      Optional<String> hash = git(home, "rev-parse", "--short=12", "HEAD");
      Optional<String> changes = git(home, "status", "--porcelain");
      return hash.map(text -> text + (changes.orElse("").isEmpty() ? "" : "+"));
    }

    private static Optional<String> git(Path home, String... arguments) {
      try {
        Process git =
            new ProcessBuilder(command(home, arguments))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return git.waitFor() == 0 ? Optional.of(said.strip()) : Optional.empty();
      } catch (IOException e) {
        return Optional.empty();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Optional.empty();
      }
    }

    private static List<String> command(Path home, String... arguments) {
      return Stream.concat(Stream.of("git", "-C", home.toString()), Stream.of(arguments)).toList();
    }
  }

  Table table() {
    return new Table(
        List.of("what", "how"),
        List.of(
            List.of("command", command),
            List.of("started", started.toString()),
            List.of("service", host),
            List.of("its stores", stores),
            List.of("source", "commit " + machine.commit()),
            List.of("seed of the data and of each visitor", Long.toString(ShopData.SEED)),
            List.of(
                "machine",
                "%d processors, %s; the load comes from the same machine where the service is on it"
                    .formatted(machine.processors(), machine.system())),
            List.of(
                "load average before the run", String.format(Locale.ROOT, "%.2f", machine.load1())),
            List.of("Java", machine.java()),
            List.of("Gatling", machine.gatling())));
  }
}

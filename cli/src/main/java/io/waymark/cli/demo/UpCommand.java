package io.waymark.cli.demo;

import io.waymark.embedded.Options;
import io.waymark.embedded.StoppingException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.LocalTime;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Starts the service and stays up until ^C.
@Command(
    name = "up",
    description = "Starts the whole service on this machine and stays up.",
    mixinStandardHelpOptions = true)
public final class UpCommand implements Callable<Integer> {
  /// In UTC: the day that is judged ended three hours ago, and whatever came late of it is there.
  static final LocalTime PIPELINE = LocalTime.of(3, 0);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ServiceOptions service = new ServiceOptions();

  @Option(
      names = "--until-input-ends",
      hidden = true,
      description = "stop when standard input ends: with the process that holds its other end")
  private boolean untilInputEnds;

  @Override
  public Integer call() throws IOException {
    service
        .wrong()
        .ifPresent(
            wrong -> {
              throw new ParameterException(spec.commandLine(), wrong);
            });
    Screen screen = Screen.standard();
    Options options = service.options().runningPipelineAt(PIPELINE);
    try (Started started = Started.start(options, service.keeps(), screen);
        Api api = new Api(started.waymark().url())) {
      screen.blank();
      Addresses.EMBEDDED.print(api, LogIn.DEMO, screen);
      screen.line("logs     " + started.waymark().logs());
      screen.blank();
      if (untilInputEnds) {
        return upTo(System.in);
      }
      screen.line("^C stops it");
      started.stayUp();
    }
    throw new StoppingException();
  }

  /// A stop by a signal ends the process meanwhile.
  private static int upTo(InputStream end) throws IOException {
    end.transferTo(OutputStream.nullOutputStream());
    return CommandLine.ExitCode.OK;
  }
}

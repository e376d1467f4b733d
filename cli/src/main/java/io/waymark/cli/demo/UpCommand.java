package io.waymark.cli.demo;

import io.waymark.embedded.StoppingException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Starts the service and stays up until ^C.
@Command(
    name = "up",
    description = "Starts the whole service on this machine and stays up.",
    mixinStandardHelpOptions = true)
public final class UpCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ServiceOptions service = new ServiceOptions();

  @Override
  public Integer call() {
    service
        .wrong()
        .ifPresent(
            wrong -> {
              throw new ParameterException(spec.commandLine(), wrong);
            });
    Screen screen = Screen.standard();
    try (Started started = Started.start(service.options(), service.keeps(), screen);
        Api api = new Api(started.waymark().url())) {
      screen.blank();
      Addresses.print(api, LogIn.DEMO, screen);
      screen.line("logs     " + started.waymark().logs());
      screen.blank();
      screen.line("^C stops it");
      started.stayUp();
    }
    throw new StoppingException();
  }
}

package io.waymark.localstack.deployed;

import io.waymark.localstack.Deployment;
import io.waymark.localstack.Folders;
import io.waymark.localstack.LocalStack;
import io.waymark.localstack.Outputs;
import io.waymark.localstack.State;
import io.waymark.localstack.Steps;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Starts LocalStack and deploys the stacks once for all classes, and ends at the end what it had
/// to start.
final class DeployedStacks implements ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(DeployedStacks.class);
  private static final int PORT = 4566;

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Stacks.class
        || parameter.getParameter().getType() == Shop.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    ExtensionContext.Store store = context.getRoot().getStore(NAMESPACE);
    Stacks stacks =
        store.computeIfAbsent(Running.class, _ -> Running.start(), Running.class).stacks();
    return parameter.getParameter().getType() == Stacks.class
        ? stacks
        : store.computeIfAbsent(Shop.class, _ -> Shop.open(stacks), Shop.class);
  }

  /// @param started whether it was started for these tests
  private record Running(LocalStack localStack, boolean started, Stacks stacks)
      implements AutoCloseable {
    static Running start() {
      Folders folders =
          Folders.of(Path.of(System.getProperty("waymark.home", "..")), System.getenv());
      Steps steps = new Steps(System.err::println);
      LocalStack localStack = new LocalStack(folders, System.getenv(), steps);
      boolean started = !isUp(localStack);
      try {
        State state = localStack.up(PORT);
        Deployment deployment = new Deployment(folders, state, steps);
        Outputs outputs = deployment.deploy(Map.of());
        return new Running(
            localStack, started, Stacks.of(state, outputs, deployment, folders.logs()));
      } catch (RuntimeException failed) {
        if (started) {
          localStack.down();
        }
        throw failed;
      }
    }

    private static boolean isUp(LocalStack localStack) {
      try {
        return localStack.running().isPresent();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      stacks.close();
      if (started) {
        localStack.down();
      }
    }
  }
}

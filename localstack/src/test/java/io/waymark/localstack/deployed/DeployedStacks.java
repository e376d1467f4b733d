package io.waymark.localstack.deployed;

import io.waymark.localstack.Deployment;
import io.waymark.localstack.Folders;
import io.waymark.localstack.LocalStack;
import io.waymark.localstack.State;
import io.waymark.localstack.Steps;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Hands out the stacks that `./waymark localstack deploy` has put on the LocalStack that runs, and
/// the shop, which the first class that asks for it makes.
final class DeployedStacks implements ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(DeployedStacks.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Stacks.class
        || parameter.getParameter().getType() == Shop.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    ExtensionContext.Store store = context.getRoot().getStore(NAMESPACE);
    Stacks stacks = store.getOrComputeIfAbsent(Stacks.class, _ -> deployed(), Stacks.class);
    return parameter.getParameter().getType() == Stacks.class
        ? stacks
        : store.getOrComputeIfAbsent(Shop.class, _ -> Shop.open(stacks), Shop.class);
  }

  private static Stacks deployed() {
    Folders folders =
        Folders.of(Path.of(System.getProperty("waymark.home", "..")), System.getenv());
    Steps steps = new Steps(System.err::println);
    try {
      State state =
          new LocalStack(folders, System.getenv(), steps)
              .running()
              .orElseThrow(
                  () -> new AssertionError("no LocalStack runs: ./waymark localstack deploy"));
      Deployment deployment = new Deployment(folders, state, steps);
      return deployment
          .outputs()
          .map(outputs -> withOperator(Stacks.of(deployment, state, outputs)))
          .orElseThrow(
              () -> new AssertionError("nothing is deployed: ./waymark localstack deploy"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stacks withOperator(Stacks stacks) {
    Tenant.makeOperator(stacks);
    return stacks;
  }
}

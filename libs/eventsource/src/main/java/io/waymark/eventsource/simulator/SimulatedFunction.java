package io.waymark.eventsource.simulator;

import java.io.IOException;

/// The handler of one instance of a function. It reaches its stores through [Simulation#read] and
/// [Simulation#write], which is where time passes and things go wrong.
@FunctionalInterface
public interface SimulatedFunction {
  String invoke(String event) throws IOException;
}

package io.waymark.model.registry;

/// Something that is kept together with a change of what is active: both or neither. What it is, is
/// for those to say who give it; how a store keeps it, for those who make the store.
public interface Along {}

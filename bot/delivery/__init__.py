"""The outbox worker: one leader claims, sends and records deliveries."""

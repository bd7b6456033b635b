/** Workspaces: a hub's planes in Kubernetes, its streams in NATS, and its plan. */
@NullMarked
package dev.catchment.operator.workspace;

import org.jspecify.annotations.NullMarked;

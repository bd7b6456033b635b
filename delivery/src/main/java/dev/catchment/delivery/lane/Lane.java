package dev.catchment.delivery.lane;

import java.util.Locale;

/**
 * Where a sink reads.
 *
 * <pre>
 *   PARKED ──ready, and the sweep takes it along──▶ CATCHING_UP ──reaches the head──▶ LIVE
 *     ▲                                                  │                             │
 *     └───────────────── failed, behind or suspended ────┴─────────────────────────────┘
 * </pre>
 */
public enum Lane {
    /** Is offered every frame as it is read at the head. */
    LIVE,
    /** Is offered nothing; its mark is its cursor into the log. */
    PARKED,
    /** Is offered what the catch-up sweep reads, from its own mark on. */
    CATCHING_UP;

    /** As metrics show it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

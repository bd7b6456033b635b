package dev.catchment.e2e;

/** What a crash takes away with {@code kill -9}. */
enum Kill {
    /** The broker alone: the hub starts it again. */
    BROKER,
    /** The hub's process: the broker stays behind until the next start. */
    HUB,
    /** Both at once, as a power cut that spares the disk's cache. */
    BOTH
}

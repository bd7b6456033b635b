package dev.catchment.bench;

import java.io.IOException;

/** What is compared: a way to store events, which somebody else loads. */
interface Contender {
    /** For the table. */
    String title();

    /** Loads it for about so many seconds. */
    Measurement measure(Load load, int seconds) throws IOException, InterruptedException;
}

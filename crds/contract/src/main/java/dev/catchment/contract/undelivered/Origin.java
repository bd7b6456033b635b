package dev.catchment.contract.undelivered;

import dev.catchment.contract.Position;
import java.io.IOException;

/** Where an event in a retry tier came from; each place gives it away only once. As text: {@code kind:place}. */
public sealed interface Origin {
    /** The event log. */
    record Log(Position position) implements Origin {
        @Override
        public String toString() {
            return "log:" + position;
        }
    }

    /**
     * Another tier, or the same one again.
     *
     * @param sequence of its record in the retry stream
     */
    record Tier(long sequence) implements Origin {
        @Override
        public String toString() {
            return "tier:" + sequence;
        }
    }

    /**
     * A dead letter.
     *
     * @param sequence in the dead-letter stream
     */
    record Letter(long sequence) implements Origin {
        @Override
        public String toString() {
            return "letter:" + sequence;
        }
    }

    /** @throws IOException if it is none */
    static Origin parse(String text) throws IOException {
        try {
            int kind = text.indexOf(':');
            String place = text.substring(kind + 1);
            return switch (text.substring(0, Math.max(0, kind))) {
                case "log" -> new Log(Position.parse(place));
                case "tier" -> new Tier(Long.parseLong(place));
                case "letter" -> new Letter(Long.parseLong(place));
                default -> throw new IOException("a retry record's origin is \"" + text + "\"");
            };
        } catch (IllegalArgumentException e) {
            throw new IOException("a retry record's origin is \"" + text + "\"", e);
        }
    }
}

package dev.catchment.contract;

import java.util.Optional;

/** The six calls of the Segment spec. The code is what frames carry and never changes. */
public enum Kind {
    IDENTIFY(1, "identify"),
    TRACK(2, "track"),
    PAGE(3, "page"),
    SCREEN(4, "screen"),
    GROUP(5, "group"),
    ALIAS(6, "alias");

    private static final Kind[] BY_CODE = values();

    private final int code;
    private final String wireName;

    Kind(int code, String wireName) {
        this.code = code;
        this.wireName = wireName;
    }

    public int code() {
        return code;
    }

    /** What stands in an event's {@code type} and in the path of the tracking API. */
    public String wireName() {
        return wireName;
    }

    public static Optional<Kind> ofWireName(String name) {
        return switch (name) {
            case "identify" -> Optional.of(IDENTIFY);
            case "track" -> Optional.of(TRACK);
            case "page" -> Optional.of(PAGE);
            case "screen" -> Optional.of(SCREEN);
            case "group" -> Optional.of(GROUP);
            case "alias" -> Optional.of(ALIAS);
            default -> Optional.empty();
        };
    }

    public static Optional<Kind> ofCode(int code) {
        return code >= 1 && code <= BY_CODE.length ? Optional.of(BY_CODE[code - 1]) : Optional.empty();
    }
}

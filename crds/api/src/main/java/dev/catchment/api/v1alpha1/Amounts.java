package dev.catchment.api.v1alpha1;

/** Durations ({@code 30s, 5m, 24h, 365d}) and sizes ({@code 512, 16Mi, 50Gi}) as specs write them. */
public final class Amounts {
    private Amounts() {}

    /** @throws IllegalArgumentException if it is not a duration of the schema's pattern */
    public static long seconds(String duration) {
        if (!duration.matches(Patterns.DURATION)) {
            throw new IllegalArgumentException("not a duration such as 30s, 5m, 24h or 365d");
        }
        long number = Long.parseLong(duration, 0, duration.length() - 1, 10);
        return switch (duration.charAt(duration.length() - 1)) {
            case 'd' -> number * 86_400;
            case 'h' -> number * 3_600;
            case 'm' -> number * 60;
            default -> number;
        };
    }

    /** @throws IllegalArgumentException if it is not a size of the schema's pattern */
    public static long bytes(String size) {
        if (!size.matches(Patterns.SIZE)) {
            throw new IllegalArgumentException("not a size such as 512, 16Mi or 50Gi");
        }
        int unit = size.endsWith("i") ? "KMGT".indexOf(size.charAt(size.length() - 2)) + 1 : 0;
        long number = Long.parseLong(size, 0, unit == 0 ? size.length() : size.length() - 2, 10);
        return Math.multiplyExact(number, 1L << (10 * unit));
    }
}

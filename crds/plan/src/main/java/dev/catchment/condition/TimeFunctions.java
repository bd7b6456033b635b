package dev.catchment.condition;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import dev.catchment.contract.frame.EventTime;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.NullValue;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Times in the forms that tools ask for. What {@link Times} cannot read gives null. */
final class TimeFunctions {
    private static final CelType DYN = SimpleType.DYN;
    private static final int MOST_PATTERN_CHARS = 100;
    private static final Cache<String, DateTimeFormatter> FORMATS =
            CacheBuilder.newBuilder().maximumSize(1_000).build();

    private TimeFunctions() {}

    static List<LibraryFunction> functions() {
        return List.of(
                ofTime("parseTime", time -> time),
                ofTime("isoTime", EventTime::format),
                ofTime("unixSeconds", Instant::getEpochSecond),
                ofTime("unixMillis", Instant::toEpochMilli),
                LibraryFunction.of("unixTimes", DYN, List.of(DYN), UnixTimes::of)
                        .asSlow(),
                ofTime("unixMicros", time -> ChronoUnit.MICROS.between(Instant.EPOCH, time)),
                LibraryFunction.of(
                                "formatTime",
                                DYN,
                                List.of(DYN, SimpleType.STRING, SimpleType.STRING),
                                TimeFunctions::format)
                        .optional(1));
    }

    private static LibraryFunction ofTime(String name, Function<Instant, Object> form) {
        return LibraryFunction.of(name, DYN, List.of(DYN), arguments -> Times.parse(arguments.value(0))
                .map(form)
                .orElse(NullValue.NULL_VALUE));
    }

    private static Object format(Arguments arguments) {
        DateTimeFormatter format = formatter(arguments);
        ZoneId zone = arguments.count() == 2 ? ZoneOffset.UTC : zone(arguments);
        return Times.parse(arguments.value(0))
                .<Object>map(time -> format(arguments, format, time, zone))
                .orElse(NullValue.NULL_VALUE);
    }

    private static String format(Arguments arguments, DateTimeFormatter format, Instant time, ZoneId zone) {
        try {
            return format.format(time.atZone(zone));
        } catch (DateTimeException e) {
            throw arguments.failure("cannot write this time in the pattern of argument 2");
        }
    }

    static ZoneId zone(Arguments arguments) {
        try {
            return ZoneId.of(arguments.text(2));
        } catch (DateTimeException e) {
            throw arguments.failure("needs a time zone such as 'Europe/Berlin' or '+02:00' as argument 3");
        }
    }

    static DateTimeFormatter formatter(Arguments arguments) {
        String pattern = arguments.text(1);
        DateTimeFormatter known = FORMATS.getIfPresent(pattern);
        if (known != null) {
            return known;
        }
        try {
            if (pattern.length() <= MOST_PATTERN_CHARS) {
                DateTimeFormatter format = DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
                FORMATS.put(pattern, format);
                return format;
            }
        } catch (IllegalArgumentException e) {
            // Refused below, like one that is too long.
        }
        throw arguments.failure("needs a pattern of at most " + MOST_PATTERN_CHARS
                + " characters such as 'yyyy-MM-dd HH:mm' as argument 2");
    }
}

package dev.catchment.contract.frame;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The one form in which nearly every SDK writes times, and in which the hub writes all: {@code
 * 2026-01-02T03:04:05.678Z}. Four times stand in every composed event; the JDK's formatter takes longer for them than
 * the rest of the composition does.
 */
final class UtcMillis {
    private static final int LENGTH = 24;
    private static final String SHAPE = "dddd-dd-ddTdd:dd:dd.dddZ";
    private static final long DAY_MILLIS = TimeUnit.DAYS.toMillis(1);
    private static final int HOUR = 3_600_000;
    private static final int MINUTE = 60_000;
    private static final int SECOND = 1_000;

    private UtcMillis() {}

    /** Null if the text has another form, or is no time. */
    static @Nullable Instant parse(String text) {
        if (text.length() != LENGTH || !hasShape(text)) {
            return null;
        }
        int hour = number(text, 11, 2);
        int minute = number(text, 14, 2);
        int second = number(text, 17, 2);
        if (hour > 23 || minute > 59 || second > 59) {
            return null;
        }
        try {
            long day = LocalDate.of(number(text, 0, 4), number(text, 5, 2), number(text, 8, 2))
                    .toEpochDay();
            int ofDay = hour * HOUR + minute * MINUTE + second * SECOND + number(text, 20, 3);
            return Instant.ofEpochMilli(day * DAY_MILLIS + ofDay);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** @param time of the years 0 to 9999 */
    static String format(Instant time) {
        long millis = time.toEpochMilli();
        LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(millis, DAY_MILLIS));
        int ofDay = (int) Math.floorMod(millis, DAY_MILLIS);
        byte[] text = new byte[LENGTH];
        digits(text, 0, 4, day.getYear());
        text[4] = '-';
        digits(text, 5, 2, day.getMonthValue());
        text[7] = '-';
        digits(text, 8, 2, day.getDayOfMonth());
        text[10] = 'T';
        digits(text, 11, 2, ofDay / HOUR);
        text[13] = ':';
        digits(text, 14, 2, ofDay / MINUTE % 60);
        text[16] = ':';
        digits(text, 17, 2, ofDay / SECOND % 60);
        text[19] = '.';
        digits(text, 20, 3, ofDay % SECOND);
        text[23] = 'Z';
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    private static boolean hasShape(String text) {
        for (int i = 0; i < LENGTH; i++) {
            char c = text.charAt(i);
            boolean fits = SHAPE.charAt(i) == 'd' ? c >= '0' && c <= '9' : c == SHAPE.charAt(i);
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    private static int number(String text, int from, int length) {
        int number = 0;
        for (int i = from; i < from + length; i++) {
            number = number * 10 + text.charAt(i) - '0';
        }
        return number;
    }

    private static void digits(byte[] text, int from, int length, int number) {
        int left = number;
        for (int i = from + length - 1; i >= from; i--) {
            text[i] = (byte) ('0' + left % 10);
            left /= 10;
        }
    }
}

package dev.catchment.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What Linux says that a process has used. */
final class Usage {
    /** {@code USER_HZ}: the same on every Linux that Java runs on. */
    private static final double TICKS_PER_SECOND = 100;

    private static final long KIB = 1024;
    private static final int USER_TIME = 11;
    private static final int SYSTEM_TIME = 12;

    private Usage() {}

    /** Seconds of CPU since the process began. */
    static double cpuSeconds(long pid) {
        String stat = read(pid, "stat");
        // The program's name, in parentheses, may hold spaces.
        List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
        return (Long.parseLong(fields.get(USER_TIME)) + Long.parseLong(fields.get(SYSTEM_TIME))) / TICKS_PER_SECOND;
    }

    /** Bytes of memory: the most that the process has ever held. */
    static long peakMemory(long pid) {
        return bytes(pid, "VmHWM:");
    }

    /** Bytes of memory that the process holds now. */
    static long memory(long pid) {
        return bytes(pid, "VmRSS:");
    }

    /** Bytes of that memory that are no file's: what the kernel cannot take back, and a container's limit counts. */
    static long anonymousMemory(long pid) {
        return bytes(pid, "RssAnon:");
    }

    private static long bytes(long pid, String field) {
        List<String> lines = read(pid, "status").lines().toList();
        String line = lines.stream()
                .filter(l -> l.startsWith(field))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no " + field + " of process " + pid));
        return Long.parseLong(line.replaceAll("\\D", "")) * KIB;
    }

    private static String read(long pid, String file) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/" + file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.catchment.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What another program prints. */
final class Output {
    private Output() {}

    /** Runs the command to its end. */
    static String of(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException(command[0] + " failed:\n" + output);
            }
            return output;
        } finally {
            process.destroy();
        }
    }

    /** The first group of the pattern. */
    static String find(String pattern, String output) throws IOException {
        Matcher matcher = Pattern.compile(pattern).matcher(output);
        if (!matcher.find()) {
            throw new IOException("nothing like " + pattern + " in:\n" + output);
        }
        return matcher.group(1);
    }
}

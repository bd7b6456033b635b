package dev.catchment.broker;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What to put before a command so that Ctrl-C in the terminal does not reach it: the terminal signals the whole process
 * group, and a broker that ends with it leaves nobody to drain into. Java cannot make a group by itself. The process
 * keeps its pid. Without setsid (Linux) and perl (macOS) the command stays in this group.
 */
final class OwnProcessGroup {
    private static final Pattern SEPARATOR = Pattern.compile(Pattern.quote(File.pathSeparator));

    private OwnProcessGroup() {}

    static List<String> prefix() {
        return onPath("setsid")
                .map(setsid -> List.of(setsid))
                .or(() -> onPath("perl").map(perl -> List.of(perl, "-e", "setpgrp; exec { $ARGV[0] } @ARGV or die")))
                .orElse(List.of());
    }

    private static Optional<String> onPath(String program) {
        String path = System.getenv("PATH");
        return path == null
                ? Optional.empty()
                : SEPARATOR
                        .splitAsStream(path)
                        .filter(folder -> !folder.isEmpty())
                        .flatMap(folder -> Stream.of(Path.of(folder, program)))
                        .filter(Files::isExecutable)
                        .map(Path::toString)
                        .findFirst();
    }
}

package dev.catchment.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A program as its image runs it, without a container: the image's own Java runtime and class path.
 *
 * @param name of the image
 * @param root its unpacked layers
 */
record ImageProgram(String name, Path root) {
    private static final String CLASS_PATH = "app/jib-classpath-file";
    private static final String MAIN_CLASS = "app/jib-main-class-file";

    /** @param prefix what the program is started with, such as {@code taskset -c 0} */
    JavaProcess start(List<String> prefix, List<String> jvm, Map<String, String> environment, Path log)
            throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.add(java());
        command.addAll(jvm);
        command.addAll(List.of("-cp", classPath(), Files.readString(root.resolve(MAIN_CLASS))));
        return JavaProcess.launch(command, environment, log);
    }

    /** Runs its Java with these options alone, to the end. */
    void run(List<String> options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(java()));
        command.addAll(options);
        Output.of(command.toArray(String[]::new));
    }

    private String java() {
        return root.resolve("opt/java/bin/java").toString();
    }

    private String classPath() throws IOException {
        return Files.readString(root.resolve(CLASS_PATH)).replace("/app/", root.resolve("app") + "/");
    }
}

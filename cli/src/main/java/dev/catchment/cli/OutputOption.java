package dev.catchment.cli;

import picocli.CommandLine.Option;

/** {@code -o json}: for programs. */
final class OutputOption {
    enum Format {
        text,
        json
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text or json (default: ${DEFAULT-VALUE})")
    private Format format = Format.text;

    boolean isJson() {
        return format == Format.json;
    }
}

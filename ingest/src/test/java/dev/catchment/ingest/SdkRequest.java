package dev.catchment.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.catchment.contract.ContractJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A request as an SDK sends it, written down after the SDK's source in {@code sdk/*.http}: comments that name the
 * source, the head, an empty line, the body as text, and after {@code =>} what must be stored of each event (null: is
 * not there). The body is packed and cut into chunks as the head says.
 */
record SdkRequest(String name, String head, byte[] body, List<JsonNode> stored) {
    private static final int CHUNK = 100;

    static Stream<SdkRequest> all() throws IOException, URISyntaxException {
        URL folder = Objects.requireNonNull(SdkRequest.class.getResource("sdk"));
        try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
            return files.sorted().map(SdkRequest::read).toList().stream();
        }
    }

    private static SdkRequest read(Path file) {
        try {
            List<String> lines = Files.readAllLines(file).stream()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
            int body = lines.indexOf("") + 1;
            List<String> text = new ArrayList<>();
            List<JsonNode> stored = new ArrayList<>();
            for (String line : lines.subList(body, lines.size())) {
                if (line.startsWith("=> ")) {
                    stored.add(ContractJson.EVENTS.readTree(line.substring(3)));
                } else {
                    text.add(line);
                }
            }
            return new SdkRequest(
                    file.getFileName().toString(),
                    String.join("\r\n", lines.subList(0, body - 1)),
                    String.join("\n", text).strip().getBytes(StandardCharsets.UTF_8),
                    stored);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The events that it sends. */
    List<JsonNode> sent() throws IOException {
        JsonNode json = ContractJson.EVENTS.readTree(body);
        List<JsonNode> events = new ArrayList<>();
        if (json.has("batch")) {
            json.get("batch").forEach(events::add);
        } else {
            events.add(json);
        }
        return events;
    }

    /** As it goes over the wire. */
    byte[] bytes() throws IOException {
        String headers = head.toLowerCase(Locale.ROOT);
        byte[] packed = headers.contains("content-encoding: gzip") ? BodyReaderTest.gzip(body) : body;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (headers.contains("transfer-encoding: chunked")) {
            write(out, head + "\r\n\r\n");
            for (int from = 0; from < packed.length; from += CHUNK) {
                int length = Math.min(CHUNK, packed.length - from);
                write(out, Integer.toHexString(length) + "\r\n");
                out.write(packed, from, length);
                write(out, "\r\n");
            }
            write(out, "0\r\n\r\n");
        } else {
            write(out, head + "\r\nContent-Length: " + packed.length + "\r\n\r\n");
            out.writeBytes(packed);
        }
        return out.toByteArray();
    }

    private static void write(ByteArrayOutputStream out, String ascii) {
        out.writeBytes(ascii.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public String toString() {
        return name;
    }
}

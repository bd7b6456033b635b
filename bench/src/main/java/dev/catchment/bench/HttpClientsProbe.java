package dev.catchment.bench;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/**
 * One HTTP client in a process of its own. Arguments: its name and the port of the webhook. Each line of standard input,
 * {@code <in flight> <seconds>}, is one run, answered by {@code <requests>
 * <nanoseconds> <CPU-seconds> <failed requests>}.
 */
public final class HttpClientsProbe {
    private static final AtomicBoolean SHOWN = new AtomicBoolean();

    private HttpClientsProbe() {}

    public static void main(String[] arguments) throws Exception {
        URI url = URI.create("http://127.0.0.1:" + arguments[1] + "/hook");
        byte[] body = SampleEvents.single(7).getBytes(StandardCharsets.UTF_8);
        try (HttpClientsContender client = HttpClientsContender.of(arguments[0], url, body)) {
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] run = line.split(" ", -1);
                System.out.println(run(client, Integer.parseInt(run[0]), Integer.parseInt(run[1])));
            }
        }
    }

    private static String run(HttpClientsContender client, int inFlight, int seconds) throws Exception {
        LongAdder requests = new LongAdder();
        LongAdder failed = new LongAdder();
        List<Thread> threads = new ArrayList<>();
        double cpuBefore = Usage.cpuSeconds(ProcessHandle.current().pid());
        long began = System.nanoTime();
        long end = began + seconds * 1_000_000_000L;
        for (int i = 0; i < inFlight; i++) {
            threads.add(Thread.ofVirtual().start(() -> {
                while (System.nanoTime() < end) {
                    requests.increment();
                    if (!post(client)) {
                        failed.increment();
                    }
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        long nanos = System.nanoTime() - began;
        double cpu = Usage.cpuSeconds(ProcessHandle.current().pid()) - cpuBefore;
        return requests.sum() + " " + nanos + " " + cpu + " " + failed.sum();
    }

    /** Anything but 200 is a failure: the webhook never fails. The first one is shown. */
    private static boolean post(HttpClientsContender client) {
        try {
            int status = client.post();
            if (status == 200) {
                return true;
            }
            show("status " + status);
        } catch (Exception e) {
            show(String.valueOf(e.getMessage()).replaceAll("\\s+", " "));
        }
        return false;
    }

    private static void show(String failure) {
        if (SHOWN.compareAndSet(false, true)) {
            System.err.println("failed: " + failure);
        }
    }
}

package dev.catchment.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends single events at a fixed rate, which does not wait for the server: each connection has a timetable, and the time
 * of an answer counts from when its request was due, not from when it could be sent. A stall of the server so counts for
 * every request that fell into it (a generator that waits for the answer first would leave those out).
 */
final class PacedLoad {
    /** Of the generator's own code: what is due before is sent, but not counted. */
    private static final Duration WARM_UP = Duration.ofSeconds(2);

    private static final int ANSWER_MILLISECONDS = 30_000;
    private static final double SECOND = Duration.ofSeconds(1).toNanos();

    private final int port;
    private final byte[] request;
    private final double perSecond;
    private final long start = System.nanoTime() + Duration.ofMillis(100).toNanos();
    private final long counted = start + WARM_UP.toNanos();
    private final long end;

    /**
     * Milliseconds from when a request was due to the end of its answer.
     *
     * @param perSecond answers, up to the last one
     * @param half of the answers came within
     * @param most 99 of 100
     * @param nearlyAll 999 of 1,000
     */
    record Times(double perSecond, double half, double most, double nearlyAll, double slowest) {}

    private PacedLoad(int port, byte[] request, double perSecond, int seconds) {
        this.port = port;
        this.request = request;
        this.perSecond = perSecond;
        this.end = counted + Duration.ofSeconds(seconds).toNanos();
    }

    /** Any answer but a 200, and any broken connection, ends the benchmark. */
    static Times run(int port, double perSecond, int seconds) throws IOException, InterruptedException {
        String body = Load.SINGLE.body();
        String request = "POST " + Load.SINGLE.path() + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: "
                + Load.authorization(0) + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body;
        return new PacedLoad(port, request.getBytes(StandardCharsets.US_ASCII), perSecond, seconds).run();
    }

    private Times run() throws IOException, InterruptedException {
        List<Future<long[]>> connections = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(Wrk.CONNECTIONS)) {
            for (int connection = 0; connection < Wrk.CONNECTIONS; connection++) {
                int first = connection;
                connections.add(threads.submit(() -> send(first)));
            }
        }
        long ended = Math.max(System.nanoTime(), end);
        List<long[]> times = new ArrayList<>();
        for (Future<long[]> connection : connections) {
            try {
                times.add(connection.get());
            } catch (ExecutionException e) {
                throw new IOException("the load at a fixed rate broke off", e.getCause());
            }
        }
        long[] sorted = times.stream().flatMapToLong(Arrays::stream).sorted().toArray();
        return new Times(
                sorted.length * SECOND / (ended - counted),
                at(sorted, 0.5),
                at(sorted, 0.99),
                at(sorted, 0.999),
                at(sorted, 1));
    }

    private static double at(long[] sorted, double part) {
        int index = (int) Math.ceil(part * sorted.length) - 1;
        return sorted[index] / (double) Duration.ofMillis(1).toNanos();
    }

    /** The times of every 32nd request, beginning with the first'th. */
    private long[] send(int first) throws IOException {
        long[] times = new long[(int) ((end - counted) / SECOND * perSecond / Wrk.CONNECTIONS) + 1];
        int count = 0;
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(ANSWER_MILLISECONDS);
            AnswerReader answers = new AnswerReader(socket.getInputStream());
            for (long number = first; ; number += Wrk.CONNECTIONS) {
                long due = start + (long) (number / perSecond * SECOND);
                if (due >= end) {
                    return Arrays.copyOf(times, count);
                }
                await(due);
                socket.getOutputStream().write(request);
                answers.next();
                if (due >= counted && count < times.length) {
                    times[count++] = System.nanoTime() - due;
                }
            }
        }
    }

    private static void await(long due) {
        for (long now = System.nanoTime(); now < due; now = System.nanoTime()) {
            LockSupport.parkNanos(due - now);
        }
    }
}

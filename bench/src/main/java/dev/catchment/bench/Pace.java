package dev.catchment.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Events per second, and what they cost.
 *
 * @param cpu CPU-seconds per million events of the process that is measured, alone
 * @param cpuWithBroker the same with all servers of the broker
 */
record Pace(double perSecond, double cpu, double cpuWithBroker) {
    private static final double MILLION = 1e6;

    /** By events per second. */
    static Pace median(List<Pace> all) {
        return all.stream()
                .sorted(Comparator.comparingDouble(Pace::perSecond))
                .toList()
                .get(all.size() / 2);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%,9.0f events/s  %6.1f CPU-s/million, with nats-server %6.1f",
                perSecond,
                cpu,
                cpuWithBroker);
    }

    /** Counts events that pass. */
    interface Counter {
        double count() throws Exception;
    }

    /** Measures one process. */
    record Gauge(String title, long pid, List<Long> broker, Counter events) {
        /** Runs of so many seconds; the first is to warm up and left out. */
        List<Pace> rounds(int seconds, int rounds) throws Exception {
            List<Pace> counted = new ArrayList<>();
            for (int round = 0; round <= rounds; round++) {
                Pace pace = round(seconds);
                System.err.printf(Locale.ROOT, "%-58s %s%n", title, pace);
                if (round > 0) {
                    counted.add(pace);
                }
            }
            return counted;
        }

        Pace round(int seconds) throws Exception {
            return since(() -> Thread.sleep(seconds * 1000L));
        }

        /** While something goes on. */
        Pace since(Step step) throws Exception {
            double cpu = Usage.cpuSeconds(pid);
            double brokerCpu = brokerCpu();
            double before = events.count();
            long begun = System.nanoTime();
            step.run();
            double seconds = (System.nanoTime() - begun) / 1e9;
            double passed = events.count() - before;
            double own = Usage.cpuSeconds(pid) - cpu;
            return new Pace(
                    passed / seconds, own / passed * MILLION, (own + brokerCpu() - brokerCpu) / passed * MILLION);
        }

        private double brokerCpu() {
            return broker.stream().mapToDouble(Usage::cpuSeconds).sum();
        }
    }

    /** Something that takes its time. */
    interface Step {
        void run() throws Exception;
    }
}

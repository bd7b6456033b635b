package dev.catchment.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.cli.HubOptions.OpenHub;
import dev.catchment.contract.ContractJson;
import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Gives dead letters to their destinations once more. */
@Command(
        name = "redrive",
        mixinStandardHelpOptions = true,
        description = {
            "Gives dead letters to their destinations once more, after what was wrong is put right. Each is sent as the",
            "plan now says, retried like any event, and is a dead letter again if that fails; those of a batch that were",
            "delivered are not sent again. What is under way already is not sent twice: run it again after an interruption.",
            "One exception: of a letter whose events lie in the archive (LANE_EXPIRED), events that were delivered between",
            "the interruption and the second run are sent again."
        },
        footer = {
            "",
            "Exit code 1 if some were kept: their destination is gone or disabled, or they hold no event that can be sent."
        })
final class RedriveCommand implements Callable<Integer> {
    private static final Duration PROGRESS = Duration.ofSeconds(2);

    @Mixin
    private HubOptions hub = new HubOptions();

    @Mixin
    private LetterFilters filters = new LetterFilters();

    @Option(names = "--all", description = "all there are: needed where no other option says which")
    private boolean all;

    @Option(names = "--dry-run", description = "only say what would be re-driven")
    private boolean dryRun;

    @Mixin
    private OutputOption output = new OutputOption();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    private final Map<Kept, Long> kept =
            new TreeMap<>(Comparator.comparing(Kept::destination).thenComparing(Kept::why));
    private long letters;
    private long redriven;
    private long underWay;
    private long lastProgress = System.nanoTime();

    private record Kept(String destination, String why) {}

    @Override
    public Integer call() throws IOException, InterruptedException, JetStreamApiException, CommandFailure {
        if (filters.none() == !all) {
            throw new ParameterException(
                    spec.commandLine(),
                    all
                            ? "--all means all: it goes with no filter"
                            : "which dead letters? Say --destination, another filter, or --all");
        }
        try (OpenHub open = hub.open()) {
            Redriver redriver = new Redriver(open, dryRun);
            filters.read(open, letter -> redrive(redriver, letter));
        } catch (IOException | JetStreamApiException e) {
            print();
            throw new CommandFailure(
                    CommandFailure.sentence(e) + "; what was re-driven stays so, run it again for the rest", e);
        }
        print();
        return kept.isEmpty() ? 0 : 1;
    }

    private void redrive(Redriver redriver, StoredLetter letter)
            throws IOException, JetStreamApiException, InterruptedException {
        letters++;
        switch (redriver.redrive(letter)) {
            case Redriver.Result.Sent(int events, int before) -> {
                redriven += events;
                underWay += before;
                if (dryRun && !output.isJson()) {
                    spec.commandLine()
                            .getOut()
                            .printf(
                                    "%-32s %-20s %10d  %s:%s%n",
                                    letter.destination(),
                                    letter.reason(),
                                    events,
                                    letter.json().path("partition").asText(),
                                    letter.json().path("position").asText());
                }
            }
            case Redriver.Result.Kept(String why) -> kept.merge(new Kept(letter.destination(), why), 1L, Long::sum);
        }
        if (System.nanoTime() - lastProgress > PROGRESS.toNanos()) {
            lastProgress = System.nanoTime();
            spec.commandLine().getErr().println("… " + letters + " dead letters, " + redriven + " events so far");
        }
    }

    private void print() {
        PrintWriter out = spec.commandLine().getOut();
        if (output.isJson()) {
            ObjectNode summary = ContractJson.EVENTS
                    .createObjectNode()
                    .put("dryRun", dryRun)
                    .put("letters", letters)
                    .put("redriven", redriven)
                    .put("underWay", underWay);
            var reasons = summary.putArray("kept");
            kept.forEach((why, count) -> reasons.addObject()
                    .put("destination", why.destination())
                    .put("why", why.why())
                    .put("letters", count));
            out.println(summary);
        } else {
            out.println((dryRun ? "would be re-driven: " : "re-driven: ") + redriven + " events of " + letters
                    + " dead letters" + (underWay == 0 ? "" : "; under way already: " + underWay));
            kept.forEach((why, count) -> spec.commandLine()
                    .getErr()
                    .println("kept: " + count + " of " + why.destination() + ": " + why.why()));
        }
        out.flush();
    }
}

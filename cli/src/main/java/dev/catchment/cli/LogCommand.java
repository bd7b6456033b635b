package dev.catchment.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.cli.HubOptions.OpenHub;
import dev.catchment.contract.ContractJson;
import dev.catchment.contract.Position;
import dev.catchment.contract.frame.EventComposer;
import dev.catchment.contract.frame.Frame;
import dev.catchment.contract.frame.FrameException;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The event log: what was accepted and is still kept. */
@Command(
        name = "log",
        mixinStandardHelpOptions = true,
        description = "Shows the event log: what was accepted and is still kept.",
        subcommands = LogCommand.Cat.class)
final class LogCommand {

    /** One JSON line per event; a frame that cannot be read is named and the rest is shown. */
    @Command(
            name = "cat",
            mixinStandardHelpOptions = true,
            description = {
                "Prints every event of the log as one JSON line:",
                "{\"partition\",\"position\" (frame:index),\"source\",\"event\"}.",
                "Frames that cannot be read are named on standard error; then the exit code is 1."
            })
    static final class Cat implements Callable<Integer> {
        @Mixin
        private HubOptions hub = new HubOptions();

        @Spec
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private CommandSpec spec;

        private int unreadable;

        @Override
        public Integer call() throws IOException, InterruptedException, JetStreamApiException, CommandFailure {
            try (OpenHub open = hub.open()) {
                List<String> streams = open.connection().jetStreamManagement().getStreamNames();
                for (int partition = 0; streams.contains(open.names().logStream(partition)); partition++) {
                    int number = partition;
                    StoredMessages.read(
                            open.connection(),
                            open.names().logStream(partition),
                            open.names().logSubject(partition),
                            message -> print(message, number));
                }
            }
            spec.commandLine().getOut().flush();
            return unreadable == 0 ? 0 : 1;
        }

        private void print(Message message, int partition) {
            long sequence = message.metaData().streamSequence();
            try {
                print(Frame.decode(message.getData()), partition, sequence);
            } catch (FrameException e) {
                unreadable++;
                spec.commandLine()
                        .getErr()
                        .println("partition " + partition + ", sequence " + sequence + ": " + e.getMessage());
            }
        }

        private void print(Frame frame, int partition, long sequence) {
            PrintWriter out = spec.commandLine().getOut();
            for (int i = 0; i < frame.count(); i++) {
                ObjectNode line = ContractJson.EVENTS.createObjectNode();
                line.put("partition", partition);
                line.put("position", new Position(sequence, i).toString());
                line.put("source", frame.source(i));
                line.set("event", EventComposer.compose(frame, i));
                out.println(line);
            }
        }
    }
}

package dev.catchment.e2e;

import dev.catchment.broker.BrokerSettings;
import dev.catchment.contract.NatsKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The users of the chart's NATS, as its template has them; the password of each is {@code the-<user>}. */
final class ChartNats {
    private ChartNats() {}

    /**
     * Lines for a server's configuration.
     *
     * @param values of the chart, as for {@code --set}
     */
    static String accounts(String values) throws IOException, InterruptedException {
        String conf = Helm.find(Helm.render("--set", values), "ConfigMap", "catchment-nats")
                .at("/data/nats.conf")
                .asText();
        String accounts = conf.substring(conf.indexOf("accounts {"));
        for (String user : List.of("operator", "ingest", "delivery", "system")) {
            accounts = accounts.replace(
                    "$NATS_" + user.toUpperCase(Locale.ROOT) + "_PASSWORD", "\"" + password(user) + "\"");
        }
        return accounts;
    }

    static String password(String user) {
        return "the-" + user;
    }

    /** @param folder for the user's credentials */
    static BrokerSettings login(String url, String user, Path folder) throws IOException {
        Path own = Files.createDirectories(folder.resolve("login-" + user));
        return new BrokerSettings(
                List.of(url),
                Map.of(
                        NatsKey.USER, Files.writeString(own.resolve("username"), user),
                        NatsKey.PASSWORD, Files.writeString(own.resolve("password"), password(user))));
    }
}

package dev.catchment.cli;

import dev.catchment.broker.PrivateFile;
import dev.catchment.contract.plan.Sealer;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/**
 * Where a hub on this machine keeps everything: the broker's store, its login, the workspace key, connection.json.
 * Locked while a hub runs on it; the operating system frees the lock of a process that was killed.
 */
final class DataFolder implements AutoCloseable {
    private final Path folder;
    private final FileChannel lock;

    private DataFolder(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /** Creates the folder if it is absent (for its owner only) and locks it. */
    static DataFolder lock(Path wanted) throws IOException, CommandFailure {
        Path folder = wanted.toAbsolutePath().normalize();
        try {
            create(folder);
        } catch (FileAlreadyExistsException e) {
            throw new CommandFailure("--data " + folder + " is a file: name a folder", e);
        }
        FileChannel channel =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (tryLock(channel) == null) {
            channel.close();
            throw new CommandFailure("another `catchment run` uses " + folder + ": end it, or name another --data");
        }
        return new DataFolder(folder, channel);
    }

    private static void create(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // held by this process
        }
    }

    Path path() {
        return folder;
    }

    /** Of the broker's child process. */
    Path broker() throws IOException {
        Path broker = folder.resolve("nats");
        create(broker);
        return broker;
    }

    /** The key that seals credentials in the plan: made up at first use, kept from then on. */
    Path workspaceKeyFile() throws IOException {
        Path file = folder.resolve("workspace.key");
        if (!Files.exists(file)) {
            byte[] key = new byte[Sealer.KEY_BYTES];
            new SecureRandom().nextBytes(key);
            PrivateFile.write(file, key);
        }
        return file;
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(folder.resolve(ConnectionFile.NAME));
        lock.close();
    }
}

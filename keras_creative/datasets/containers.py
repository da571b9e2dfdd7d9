"""Where pictures lie: in a folder, or in a zip archive that is not unpacked."""

import hashlib
import io
import zipfile

from keras_creative.datasets.checks import file_refusal
from keras_creative.datasets.fingerprints import content_digest
from keras_creative.datasets.scanning import scan_archive, scan_folder
from keras_creative.files import check_regular_file

_MOST_BYTES = 2**28


def open_container(path):
    """The files below a path.

    Args:
        path: `pathlib.Path` of a folder or of a .zip file.

    Returns:
        `Folder` or `Archive`.

    Raises:
        FileNotFoundError: If there is neither.
        ValueError: If it is something else, or a damaged archive.
    """
    if path.suffix.lower() == ".zip" and path.is_file():
        return Archive(path)
    return Folder(path)


class Folder:
    """Files below a folder.

    Args:
        path: `pathlib.Path`.
    """

    def __init__(self, path):
        self.path = path

    def scan(self):
        """`Contents` of the folder."""
        return scan_folder(self.path)

    def locate(self, name):
        """Path of a file.

        Args:
            name: Its name.
        """
        return self.path / name

    def digest(self, names):
        """Hash of some files, see `content_digest()`.

        Args:
            names: Their names.
        """
        return content_digest(self.path / name for name in names)

    def read(self, name):
        """Bytes of a file, or `None` if there is none.

        Args:
            name: Its name.

        Raises:
            ValueError: If it is no regular file or too large.
        """
        path = self.path / name
        if not path.exists():
            return None
        check_regular_file(path)
        if path.stat().st_size > _MOST_BYTES:
            raise _too_large(path, path.stat().st_size)
        return path.read_bytes()


class Archive:
    """Files of a zip archive, read one by one.

    Args:
        path: `pathlib.Path`.

    Raises:
        ValueError: If it is damaged.
    """

    def __init__(self, path):
        check_regular_file(path)
        self.path = path
        try:
            self._zip = zipfile.ZipFile(path)
            entries = self._zip.infolist()
        except Exception as error:  # whatever damage makes zipfile raise
            raise file_refusal(
                path, "be a whole zip archive", f"which is damaged ({error})"
            ) from error
        self._entries = {e.filename: e for e in entries if not e.is_dir()}

    def scan(self):
        """`Contents` of the archive."""
        return scan_archive(list(self._entries))

    def locate(self, name):
        """What `open_picture()` takes: a path, or here a file in memory.

        Args:
            name: Name of a file.

        Raises:
            ValueError: If it is damaged, encrypted or declares too much.
        """
        entry = self._entries[name]
        if entry.file_size > _MOST_BYTES:
            raise ValueError(f"it declares to become {entry.file_size} bytes")
        try:
            return io.BytesIO(self._zip.read(entry))
        except Exception as error:  # whatever damage makes zipfile raise
            reason = " ".join(str(error).split())
            raise ValueError(f"it can't be unpacked ({reason})") from error

    def digest(self, names):
        """Hash of the sizes and checksums of some files.

        Args:
            names: Their names.
        """
        digest = hashlib.blake2b(digest_size=8)
        for name in names:
            entry = self._entries[name]
            digest.update(f"{entry.CRC} {entry.file_size}\n".encode())
        return digest.hexdigest()

    def read(self, name):
        """Bytes of a file, or `None` if there is none.

        Args:
            name: Its name.

        Raises:
            ValueError: If it can't be unpacked or is too large.
        """
        if name not in self._entries:
            return None
        try:
            return self.locate(name).read()
        except ValueError as error:
            raise file_refusal(
                self.path, f"hold a whole {name}", str(error)
            ) from error


def _too_large(path, size):
    return file_refusal(path, f"have at most {_MOST_BYTES} bytes", f"{size}")

"""What the author is told where events cannot be relied on."""

from docbuild.diagnostic import Message

_POLLED = Message("已改为每隔片刻检查一次", "docbuild looks at the files every moment instead")
_SLOW = Message(
    "按 --poll never 的要求不轮询，这些修改要过一两秒才会看到",
    "as --poll never forbids that, such changes take a second or two to be seen",
)


def exhausted(polling: bool) -> Message:
    """The system allows no more watches, or no more instances of inotify."""
    how = _how(polling)
    return Message(
        f"系统的文件监视数量已用完，有些目录收不到修改通知；{how.zh}。"
        "可以调高上限：sudo sysctl fs.inotify.max_user_watches=524288"
        " fs.inotify.max_user_instances=512，或用 --poll always 一直轮询",
        "The system allows no more file watches, so that some folders stay silent; "
        f"{how.en}. Raise the limit with sudo sysctl fs.inotify.max_user_watches=524288"
        " fs.inotify.max_user_instances=512, or always poll with --poll always",
    )


def network(kind: str, polling: bool) -> Message:
    """The files are on a file system of which not every change is heard."""
    how = _how(polling)
    return Message(
        f"文档在网络或共享文件系统（{kind}）上，别处的修改没有通知；{how.zh}。"
        "把项目放到本机磁盘上会更快（WSL 里放在 Linux 的目录下）",
        f"The document is on a network or shared file system ({kind}), where changes made "
        f"elsewhere are not told; {how.en}. On a local disk it would be faster (under WSL: in a "
        "folder of Linux)",
    )


def deaf(polling: bool) -> Message:
    """Changes were found that no event had told of."""
    how = _how(polling)
    return Message(
        f"系统没有通知文件的修改（容器、虚拟机的共享目录常常如此）；{how.zh}",
        "The system does not tell of changed files, as is common with folders that containers "
        f"and virtual machines share; {how.en}",
    )


def _how(polling: bool) -> Message:
    return _POLLED if polling else _SLOW

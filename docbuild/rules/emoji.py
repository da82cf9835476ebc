"""Emoji codes (``:tada:``) with their characters, as GitHub shows them.

The commonest names only: a colon on both sides of a word is often no emoji.
"""

_CODES = """
    +1=👍 -1=👎 100=💯 alien=👽 anger=💢 angry=😠 apple=🍎 arrow_down=⬇️ arrow_left=⬅️
    arrow_right=➡️ arrow_up=⬆️ art=🎨 beer=🍺 beers=🍻 bell=🔔 birthday=🎂 blush=😊 bomb=💣 book=📖
    bookmark=🔖 books=📚 boom=💥 bow=🙇 broken_heart=💔 bug=🐛 bulb=💡 cake=🍰 calendar=📆 camera=📷
    car=🚗 cat=🐱 chart=💹 chart_with_upwards_trend=📈 checkered_flag=🏁 clap=👏 clipboard=📋
    cloud=☁️ coffee=☕ computer=💻 confetti_ball=🎊 confused=😕 construction=🚧 cool=🆒
    credit_card=💳 crown=👑 cry=😢 dart=🎯 date=📅 dizzy=💫 dog=🐶 door=🚪 earth_asia=🌏 email=📧
    envelope=✉️ exclamation=❗ eyes=👀 eye=👁️ fearful=😨 file_folder=📁 fire=🔥 fish=🐟 flags=🎏
    fork_and_knife=🍴 gear=⚙️ gem=💎 ghost=👻 gift=🎁 globe_with_meridians=🌐 grey_exclamation=❕
    grey_question=❔ grin=😁 grinning=😀 guitar=🎸 hammer=🔨 hammer_and_wrench=🛠️ hand=✋
    handshake=🤝 hankey=💩 heart=❤️ heart_eyes=😍 heavy_check_mark=✔️ heavy_exclamation_mark=❗
    heavy_plus_sign=➕ hourglass=⌛ house=🏠 hugs=🤗 hushed=😯 inbox_tray=📥 information_source=ℹ️
    innocent=😇 iphone=📱 joy=😂 key=🔑 keyboard=⌨️ kiss=💋 label=🏷️ laughing=😆 leaves=🍃 link=🔗
    lipstick=💄 lock=🔒 loudspeaker=📢 mag=🔍 mag_right=🔎 mailbox=📫 man=👨 mega=📣 memo=📝
    microphone=🎤 milky_way=🌌 mobile_phone_off=📴 moneybag=💰 moon=🌔 mortar_board=🎓 muscle=💪
    musical_note=🎵 mute=🔇 name_badge=📛 new=🆕 no_entry=⛔ no_entry_sign=🚫 notebook=📓 ok=🆗
    ok_hand=👌 open_book=📖 open_file_folder=📂 open_mouth=😮 package=📦 page_facing_up=📄
    paperclip=📎 pencil=📝 pencil2=✏️ penguin=🐧 performing_arts=🎭 phone=☎️ pill=💊 pray=🙏
    pushpin=📌 question=❓ rabbit=🐰 rainbow=🌈 raised_hands=🙌 recycle=♻️ red_circle=🔴
    relaxed=☺️ relieved=😌 robot=🤖 rocket=🚀 rose=🌹 rotating_light=🚨 scroll=📜 see_no_evil=🙈
    seedling=🌱 shield=🛡️ ship=🚢 shrug=🤷 skull=💀 sleeping=😴 slightly_smiling_face=🙂 smile=😄
    smiley=😃 smiling_imp=😈 smirk=😏 snake=🐍 snowflake=❄️ sob=😭 sparkles=✨ speech_balloon=💬
    star=⭐ star2=🌟 stop_sign=🛑 stuck_out_tongue=😛 sunglasses=😎 sunny=☀️ sweat=😓
    sweat_smile=😅 tada=🎉 telephone=☎️ test_tube=🧪 thinking=🤔 thought_balloon=💭 thumbsdown=👎
    thumbsup=👍 ticket=🎫 tired_face=😫 toolbox=🧰 triangular_flag_on_post=🚩 trophy=🏆 truck=🚚
    tv=📺 umbrella=☔ unamused=😒 unicorn=🦄 unlock=🔓 v=✌️ video_camera=📹 wastebasket=🗑️ watch=⌚
    wave=👋 white_check_mark=✅ wink=😉 woman=👩 worried=😟 wrench=🔧 x=❌ yum=😋 zap=⚡ octocat=
    zzz=💤
"""

#: The character for each code, colons left out; empty for what GitHub has a picture of.
EMOJI = dict(pair.split("=") for pair in _CODES.split())
